import type { BatchItem, BatchResult, Connection } from '@/db/client'
import { fromJson as at, JSON_ROWS } from '@/db/json-rows'
import { defineWrite } from '@/db/queries'
import type { EncodedPayload } from './codec'
import { type AccountGuard, GENERATION, guardsHold } from './guards'

/** An event on its way into the log. */
export interface NewEvent extends EncodedPayload {
  readonly eventoId: string
  readonly sujeto: {
    readonly tipo: 'ticket' | 'cuenta'
    /** Null for a stream that this group makes: it is found by the command that creates it. */
    readonly id: number | null
    readonly creador: string
  }
  /** The version the stream stood at when it was loaded; not the one that the group itself made. */
  readonly base: number
  readonly usuarioId: number
  readonly version: number
  readonly comandoId: string
  readonly orden: number
  readonly correlacionId: string
  readonly causaId: string | null
  readonly fecha: string
}

const stream = (table: string) => `LEFT JOIN ${table} ON ${at(1)} = '${table}'
      AND ${table}.id = coalesce(${at(2)}, (SELECT n.id FROM ${table} n WHERE n.comando_id = ${at(3)}))
      AND ${table}.version = ${at(4)}`

// Events of a stream that moved on, or whose guards moved on, are left out here; the caller counts.
const INSERT_EVENTS = defineWrite({
  name: 'interacciones.append',
  roles: ['api_server'],
  sql: `${JSON_ROWS} INSERT INTO interacciones (
      ticket_id, cuenta_id, evento_id, usuario_id, tipo, contenido, metadata, es_interno, version,
      comando_id, orden, correlacion_id, causa_id, sal, huella, fecha_creacion, fecha_registro)
    SELECT tickets.id, usuarios.id, ${Array.from({ length: 14 }, (_, index) => at(index + 6)).join(', ')},
      max(?2, coalesce((SELECT fecha_registro FROM interacciones ORDER BY id DESC LIMIT 1), ''))
    FROM e
    ${stream('tickets')}
    ${stream('usuarios')}
    WHERE (tickets.id IS NOT NULL OR usuarios.id IS NOT NULL)
      AND ${guardsHold('e.value -> 5')}
      AND ?3 = ${GENERATION}
    ORDER BY e.key`,
})

function encode({ evento: event, guardias }: GuardedEvent): unknown[] {
  return [
    null,
    event.sujeto.tipo === 'ticket' ? 'tickets' : 'usuarios',
    event.sujeto.id,
    event.sujeto.creador,
    event.base,
    guardias,
    event.eventoId,
    event.usuarioId,
    event.tipo,
    event.contenido,
    event.metadata,
    event.esInterno ? 1 : 0,
    event.version,
    event.comandoId,
    event.orden,
    event.correlacionId,
    event.causaId,
    event.sal,
    event.huella,
    event.fecha,
  ]
}

export interface GuardedEvent {
  readonly evento: NewEvent
  /** The other accounts that the stream's commands relied on. */
  readonly guardias: readonly AccountGuard[]
}

/** A statement that writes projected rows, and how many it must write. */
export interface ExpectedWrite {
  readonly item: BatchItem
  readonly rows: number
}

export interface AppendRequest {
  readonly eventos: readonly GuardedEvent[]
  /** The rows of streams that begin here; they come before their events, which refer to them. */
  readonly creations: readonly ExpectedWrite[]
  /** The projected rows; they come after the events, and are written only if those went in. */
  readonly projections: readonly ExpectedWrite[]
  /** A read of the same transaction, for what only it can tell, such as new ids. */
  readonly readBack: readonly BatchItem[]
  /** The generation of the rows that were decided on. */
  readonly generacion: number
}

/** `completo`: every event and row went in, from `primera` on. Otherwise only the log can tell what did. */
export type AppendOutcome =
  | { readonly completo: true; readonly primera: number; readonly readBack: readonly BatchResult[] }
  | { readonly completo: false }

/**
 * Appends a group in one transaction: creations, events in order, projected rows. A stream whose version is not
 * the loaded one any more is left out whole.
 * @param ahora the recording time; the log's own last one where that is later
 * @throws what the batch says: see classifyFailure for what it means
 */
export async function appendGroup(
  db: Connection,
  request: AppendRequest,
  ahora: string,
): Promise<AppendOutcome> {
  const { eventos, creations, projections, readBack, generacion } = request
  const events = {
    item: { statement: INSERT_EVENTS, args: [JSON.stringify(eventos.map(encode)), ahora, generacion] },
    rows: eventos.length,
  }
  const writes = [...creations, events, ...projections]
  const results = await db.batch([...writes.map(({ item }) => item), ...readBack])
  const complete = writes.every(({ rows }, index) => results[index]?.rowsAffected === rows)
  const last = results[creations.length]?.lastInsertRowid
  if (!complete || last === undefined) return { completo: false }
  return {
    completo: true,
    primera: Number(last) - eventos.length + 1,
    readBack: results.slice(writes.length),
  }
}
