import { type Client, createClient } from '@libsql/client'
import { z } from 'zod'

/** The columns of the log that a plain fold of tickets needs. */
export interface PlainEvent {
  readonly id: number
  readonly ticket_id: number
  readonly tipo: string
  readonly contenido: string | null
  readonly metadata: string
  readonly es_interno: number
  readonly version: number
  readonly comando_id: string
  readonly fecha_creacion: string
}

const EVENTS = `SELECT id, ticket_id, tipo, contenido, metadata, es_interno, version, comando_id, fecha_creacion
  FROM interacciones WHERE id > ? AND id <= ? ORDER BY id LIMIT ?`

export const COLUMNS = [
  'id',
  'titulo',
  'descripcion',
  'usuario_id',
  'estado',
  'prioridad',
  'categoria',
  'fecha_creacion',
  'fecha_actualizacion',
  'fecha_actualizacion_cliente',
  'fecha_cierre',
  'asignado_a',
  'version',
  'comando_id',
] as const
export type PlainRow = Record<(typeof COLUMNS)[number], string | number | null>

/** The events of tickets up to a position, in chunks, by a client such as ours. */
export async function* readChunks(client: Client, hasta: number, size: number): AsyncGenerator<PlainEvent[]> {
  for (let desde = 0; ; ) {
    const { rows } = await client.execute({ sql: EVENTS, args: [desde, hasta, size] })
    if (rows.length === 0) return
    desde = Number(rows.at(-1)?.id)
    yield rows.flatMap((row) => (row.ticket_id === null ? [] : [plainEvent(row)]))
    await new Promise((resolve) => setImmediate(resolve))
  }
}

// No copy: the driver's rows have their columns as properties, and the limit is not to pay for another object each.
function plainEvent(row: object): PlainEvent {
  return row as PlainEvent
}

/** What an event changes, in plain code: nothing is checked. */
export function changes(event: PlainEvent): Partial<PlainRow> {
  const { datos } = (JSON.parse(event.metadata) as { json: { datos: Record<string, string> } }).json
  const { fecha_creacion: fecha, version } = event
  const always = { version, fecha_actualizacion: fecha }
  const seen = event.es_interno === 1 ? {} : { fecha_actualizacion_cliente: fecha }
  switch (event.tipo) {
    case 'creacion': {
      const { titulo, descripcion } = JSON.parse(event.contenido ?? '') as Record<string, string>
      return {
        ...{ id: event.ticket_id, titulo: titulo ?? '', descripcion: descripcion ?? '', estado: 'abierto' },
        ...{ usuario_id: datos.solicitanteId ?? 0, prioridad: datos.prioridad ?? '', categoria: null },
        ...{ fecha_creacion: fecha, fecha_actualizacion: fecha, fecha_actualizacion_cliente: fecha },
        ...{ fecha_cierre: null, asignado_a: null, version, comando_id: event.comando_id },
      }
    }
    case 'cambio_estado':
      return { ...always, ...seen, estado: datos.a ?? '', fecha_cierre: null }
    case 'cierre':
      return { ...always, ...seen, estado: 'cerrado', fecha_cierre: fecha }
    case 'asignacion':
      return { ...always, ...seen, asignado_a: datos.a ?? null }
    case 'cambio_prioridad':
      return { ...always, ...seen, prioridad: datos.a ?? '' }
    case 'edicion': {
      const { titulo } = JSON.parse(event.contenido ?? '') as { titulo: { a: string } }
      return { ...always, ...seen, titulo: titulo.a }
    }
    default:
      return { ...always, ...seen }
  }
}

/** The statement that takes one event into the row of its ticket. */
export function upsert(event: PlainEvent): { sql: string; args: (string | number | null)[] } {
  const change = changes(event)
  const names = Object.keys(change)
  const args = Object.values(change)
  if (event.tipo !== 'creacion') {
    const sets = names.map((name) => `${name} = ?`).join(', ')
    return { sql: `UPDATE tickets SET ${sets} WHERE id = ?`, args: [...args, event.ticket_id] }
  }
  const sets = names.map((name) => `${name} = excluded.${name}`).join(', ')
  const marks = names.map(() => '?').join(', ')
  const sql = `INSERT INTO tickets (${names.join(', ')}) VALUES (${marks}) ON CONFLICT (id) DO UPDATE SET ${sets}`
  return { sql, args }
}

export function openPlain(file: string): Client {
  return createClient({ url: `file:${file}`, intMode: 'number', concurrency: 1 })
}

const Statement = z.object({ sql: z.string() })

/** The statements that make the table `tickets` and its indexes, as the database has them. */
export async function ticketsSchema(source: Client): Promise<string[]> {
  const { rows } = await source.execute(
    "SELECT sql FROM sqlite_schema WHERE tbl_name = 'tickets' AND sql IS NOT NULL",
  )
  return rows.map((row) => Statement.parse(row).sql)
}

/** A new file with the same table, which waits for no disk: as a rebuild's shadow. */
export async function openTarget(source: Client, file: string): Promise<Client> {
  const target = openPlain(file)
  for (const pragma of ['journal_mode = WAL', 'synchronous = OFF', 'foreign_keys = OFF'])
    await target.execute(`PRAGMA ${pragma}`)
  for (const sql of await ticketsSchema(source)) await target.execute(sql)
  return target
}
