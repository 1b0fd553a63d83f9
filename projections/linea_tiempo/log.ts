import { readEvents } from '@projections/engine/events'
import { type Person, peopleQuery } from '@projections/usuarios/people'
import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import type { Recorded } from '@/domain/events'
import { decodeEvent } from '@/events/codec'
import { EVENT_COLUMNS, StoredEvent } from '@/events/stored'

/** An event of the log with its author's name. */
export interface LogEntry {
  readonly evento: Recorded
  readonly autor: string
}

const LAST = defineQuery({
  name: 'registro.ultimos',
  roles: ['admin'],
  sql: `SELECT ${EVENT_COLUMNS} FROM interacciones ORDER BY id DESC LIMIT :limite`,
  row: StoredEvent,
})

/**
 * Events of the log in its order.
 * @param desde those after this position; null: the last ones
 * @throws UnreadableEvent
 */
export async function logQuery(db: Connection, desde: number | null, limite: number): Promise<LogEntry[]> {
  const stored =
    desde === null
      ? (await db.all(LAST, { limite })).reverse()
      : await readEvents(db, desde, undefined, limite)
  const events = stored.map(decodeEvent)
  const people: ReadonlyMap<number, Person> = await peopleQuery(
    db,
    events.map(({ sobre }) => sobre.usuarioId),
  )
  return events.map((evento) => {
    const { usuarioId } = evento.sobre
    return { evento, autor: people.get(usuarioId)?.nombre ?? `cuenta ${usuarioId}` }
  })
}

const LogStats = z.object({
  eventos: z.number(),
  tickets: z.number(),
  cuentas: z.number(),
  autores: z.number(),
  primera: z.string().nullable(),
  ultima: z.string().nullable(),
  internos: z.number(),
  bytes: z.number(),
})

const STATS = defineQuery({
  name: 'registro.estadisticas',
  roles: ['admin'],
  sql: `SELECT count(*) AS eventos, count(DISTINCT ticket_id) AS tickets, count(DISTINCT cuenta_id) AS cuentas,
      count(DISTINCT usuario_id) AS autores, min(fecha_registro) AS primera, max(fecha_registro) AS ultima,
      coalesce(sum(es_interno), 0) AS internos, coalesce(sum(length(metadata) + coalesce(length(contenido), 0)), 0) AS bytes
    FROM interacciones`,
  row: LogStats,
})

const KindCount = z.object({ tipo: z.string(), eventos: z.number() })

const KINDS = defineQuery({
  name: 'registro.tipos',
  roles: ['admin'],
  sql: 'SELECT tipo, count(*) AS eventos FROM interacciones GROUP BY tipo ORDER BY eventos DESC, tipo',
  row: KindCount,
})

/** What the log holds, as it is stored. It reads the whole log: for the command line, not for pages. */
export async function logStatsQuery(
  db: Connection,
): Promise<z.infer<typeof LogStats> & { readonly tipos: readonly z.infer<typeof KindCount>[] }> {
  const stats = await db.first(STATS)
  if (stats === null) throw new Error('an aggregate without a row')
  return { ...stats, tipos: await db.all(KINDS) }
}
