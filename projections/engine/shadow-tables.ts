import { z } from 'zod'
import { defineQuery, defineWrite } from '@/db/queries'
import { isCuentaEvent, isTicketEvent } from '@/domain/events'
import { catchUpOf } from '../registry'
import { reduceTicket } from '../tickets/reducer'
import { TICKETS, TicketRow } from '../tickets/row'
import { reduceCuenta } from '../usuarios/reducer'
import { CuentaRow, USUARIOS } from '../usuarios/row'
import { defineEntityFold } from './entity-fold'
import type { StreamCursor } from './events'
import { isInline, type LogFollower, type ProjectionName } from './projection'

const ENTITIES = {
  tickets: defineEntityFold({
    table: TICKETS,
    row: TicketRow,
    flujo: 'ticket',
    owns: isTicketEvent,
    reduce: reduceTicket,
  }),
  usuarios: defineEntityFold({
    table: USUARIOS,
    row: CuentaRow,
    flujo: 'cuenta',
    owns: isCuentaEvent,
    reduce: reduceCuenta,
  }),
}

/** The tables of a shadow that are in no migration; the test of the grants makes them too. */
export const SHADOW_TABLES = [
  ENTITIES.tickets.ddl,
  ENTITIES.usuarios.ddl,
  'CREATE TABLE shadow_posiciones (proyeccion TEXT PRIMARY KEY, posicion INTEGER NOT NULL, evento_id TEXT)',
  'CREATE TABLE shadow_flujos (id INTEGER PRIMARY KEY, hechos INTEGER NOT NULL, cursor TEXT)',
]

export const Position = z.object({
  proyeccion: z.string(),
  posicion: z.number(),
  eventoId: z.string().nullable(),
})
export type Position = z.infer<typeof Position>

export const POSITIONS = defineQuery({
  name: 'shadow.posiciones',
  roles: ['admin'],
  sql: 'SELECT proyeccion, posicion, evento_id AS eventoId FROM shadow_posiciones',
  row: Position,
})

export const PUT_POSITION = defineWrite({
  name: 'shadow.posiciones.guardar',
  roles: ['admin'],
  sql: 'INSERT OR REPLACE INTO shadow_posiciones (proyeccion, posicion, evento_id) VALUES (:proyeccion, :posicion, :eventoId)',
})

const Cursor = z.object({ flujo: z.enum(['cuenta', 'ticket']), id: z.number(), version: z.number() })
export const Walk = z.object({
  hechos: z.number(),
  cursor: z
    .string()
    .nullable()
    .transform((text): StreamCursor | null => (text === null ? null : Cursor.parse(JSON.parse(text)))),
})

export const WALK = defineQuery({
  name: 'shadow.flujos',
  roles: ['admin'],
  sql: 'SELECT hechos, cursor FROM shadow_flujos WHERE id = 1',
  row: Walk,
})

export const PUT_WALK = defineWrite({
  name: 'shadow.flujos.guardar',
  roles: ['admin'],
  sql: 'INSERT OR REPLACE INTO shadow_flujos (id, hechos, cursor) VALUES (1, :hechos, :cursor)',
})

export const EVENT_ID = defineQuery({
  name: 'shadow.evento',
  roles: ['admin'],
  sql: 'SELECT evento_id AS eventoId FROM interacciones WHERE id = :posicion',
  row: z.object({ eventoId: z.string() }),
})

/** The catch-up projections' tables, bare: their rows are compared, nothing is searched in them. */
export function tablesOf(nombres: readonly ProjectionName[]): string[] {
  return nombres
    .flatMap((nombre) => (isInline(nombre) ? [] : catchUpOf(nombre).tables))
    .map(({ table, key, columns }) => {
      const stored = columns.filter((column) => column !== 'rowid')
      if (key.includes('rowid')) return `CREATE TABLE ${table} (${stored.join(', ')})`
      return `CREATE TABLE ${table} (${stored.join(', ')}, PRIMARY KEY (${key.join(', ')})) WITHOUT ROWID`
    })
}

/** How a projection's shadow takes events in. */
export function prepareOf(nombre: ProjectionName): LogFollower['prepare'] {
  if (isInline(nombre)) return ENTITIES[nombre].prepare
  const projection = catchUpOf(nombre)
  return (db, events) => projection.prepare(db, events)
}
