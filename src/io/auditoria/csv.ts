import type { AuditEntry } from '@projections/auditoria/entries'

/** The columns of the CSV, in order. */
const COLUMNS = [
  'posicion',
  'ocurrio',
  'registrado',
  'autor_id',
  'autor',
  'autor_rol',
  'sujeto',
  'sujeto_id',
  'version',
  'tipo',
  'interno',
  'de',
  'a',
  'contenido',
  'datos',
  'evento_id',
  'comando_id',
  'orden',
  'correlacion_id',
  'causa_id',
  'huella',
] as const

// What a spreadsheet would take for a formula gets an apostrophe in front: shown as it was typed, it runs nothing.
const FORMULA = /^[=+\-@\t\r]/

type Cell = string | number | null

/** An event as a line of the CSV; values are those of the log, in no language. */
export function csvEvent({ evento, fila, autor, autorRol }: AuditEntry): string {
  const { sobre, datos } = evento
  const { de, a } = changeIn(datos)
  const row: Readonly<Record<(typeof COLUMNS)[number], Cell>> = {
    posicion: sobre.posicion,
    ocurrio: sobre.fecha,
    registrado: sobre.fechaRegistro,
    autor_id: sobre.usuarioId,
    autor,
    autor_rol: autorRol,
    sujeto: sobre.sujeto.tipo,
    sujeto_id: sobre.sujeto.id,
    version: sobre.version,
    tipo: evento.tipo,
    interno: sobre.esInterno ? 'si' : 'no',
    de,
    a,
    contenido: fila.contenido,
    datos: JSON.stringify(datos),
    evento_id: sobre.eventoId,
    comando_id: sobre.comandoId,
    orden: sobre.orden,
    correlacion_id: sobre.correlacionId,
    causa_id: sobre.causaId,
    huella: fila.huella,
  }
  return csvLine(COLUMNS.map((column) => row[column]))
}

function changeIn(datos: object): { de: Cell; a: Cell } {
  const cell = (value: unknown): Cell =>
    typeof value === 'string' || typeof value === 'number' ? value : null
  return { de: 'de' in datos ? cell(datos.de) : null, a: 'a' in datos ? cell(datos.a) : null }
}

/** One record of RFC 4180; null is an empty field. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

function csvCell(value: Cell): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const safe = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** The first line of the CSV. */
export const CSV_HEAD = csvLine(COLUMNS)
