import type { Orden } from '@projections/tickets/list-shapes'
import { z } from 'zod'

/** The columns of the staff's list that may be left out; the title always stays. */
export const COLUMNAS = [
  'numero',
  'estado',
  'prioridad',
  'asignado',
  'categoria',
  'solicitante',
  'espera',
  'creado',
  'actualizado',
] as const
const Columna = z.enum(COLUMNAS)
export type Columna = z.infer<typeof Columna>
export type Columns = ReadonlySet<Columna>

const AT_FIRST: Columns = new Set(COLUMNAS.filter((columna) => columna !== 'creado'))

/** Orders that a column's head leads to: the first one first, and back and forth from there. */
export const COLUMN_ORDERS: Readonly<Partial<Record<Columna, readonly [down: Orden, up: Orden]>>> = {
  prioridad: ['prioridad', 'prioridad_baja'],
  espera: ['espera', 'espera_reciente'],
  creado: ['creacion', 'creacion_antigua'],
  actualizado: ['actualizacion', 'antiguedad'],
}

// Stands for itself in the cookie: who wants the title alone has chosen too.
const TITLE = 'titulo'

/** The columns among these values; what is none is left out. */
export function parseColumns(values: readonly unknown[]): Columns {
  const wanted = new Set(values)
  return new Set(COLUMNAS.filter((columna) => wanted.has(columna)))
}

/** The cookie's text for a choice. */
export function storeColumns(columns: Columns): string {
  return [TITLE, ...columns].join('.')
}

/** The choice in a cookie's text; what everybody has at first where there is none. */
export function readColumns(text: string | undefined): Columns {
  const values = text?.split('.') ?? []
  return values.includes(TITLE) ? parseColumns(values) : AT_FIRST
}
