import type { BatchItem, Connection } from '@/db/client'
import { insertJsonRows, JSON_ROWS } from '@/db/json-rows'
import { defineQuery, defineWrite } from '@/db/queries'
import { isCuentaEvent, type Recorded } from '@/domain/events'
import { type CatchUpProjection, knownStreams } from '../engine/projection'
import { nextVersion, VERSION_PROPERTIES, VERSIONES, VersionRow } from './row'

const roles = ['projector', 'admin'] as const

const LAST = defineQuery({
  name: 'tickets_versiones.ultimas',
  roles,
  sql: `SELECT ${VERSIONES.columns.map((column, index) => `v.${column} AS ${VERSION_PROPERTIES[index] ?? column}`).join(', ')}
    FROM json_each(?1) e CROSS JOIN tickets_versiones v ON v.ticket_id = e.value
      AND v.version = (SELECT max(u.version) FROM tickets_versiones u WHERE u.ticket_id = e.value)`,
  row: VersionRow,
})

const CLOSE = defineWrite({
  name: 'tickets_versiones.cerrar',
  roles,
  sql: `${JSON_ROWS} UPDATE tickets_versiones
    SET hasta = coalesce(e.value ->> 2, hasta), hasta_cliente = coalesce(e.value ->> 3, hasta_cliente) FROM e
    WHERE ticket_id = e.value ->> 0 AND version = e.value ->> 1`,
})

const INSERT = defineWrite({
  name: 'tickets_versiones.insertar',
  roles,
  sql: insertJsonRows('tickets_versiones', VERSIONES.columns),
})

/** One row per version of every ticket, with the time that it stood for: lists and counts as of a moment. */
export const ticketsVersiones: CatchUpProjection = {
  nombre: 'tickets_versiones',
  version: 1,
  tables: [VERSIONES],
  prepare,
}

async function prepare(db: Connection, events: readonly Recorded[]): Promise<readonly BatchItem[]> {
  const last = await loadLast(db, events)
  const fresh = new Map<string, VersionRow>()
  const closed = new Map<string, Closing>()
  for (const event of events) {
    if (isCuentaEvent(event)) continue
    const { id } = event.sobre.sujeto
    const before = last.get(id) ?? null
    const row = nextVersion(before, event)
    if (before) close(fresh, closed, id, before.version, { hasta: row.desde })
    // What the client saw goes on until they see something new.
    if (before && row.versionCliente === row.version)
      close(fresh, closed, id, before.versionCliente, { hastaCliente: row.desdeCliente })
    fresh.set(keyOf(id, row.version), row)
    last.set(id, row)
  }
  if (fresh.size === 0) return []
  const arrays = [...fresh.values()].map((row) => VERSION_PROPERTIES.map((property) => row[property]))
  const insert = { statement: INSERT, args: [JSON.stringify(arrays)] }
  if (closed.size === 0) return [insert]
  const closings = [...closed.values()].map(({ id, version, hasta, hastaCliente }) => [
    id,
    version,
    hasta,
    hastaCliente,
  ])
  return [{ statement: CLOSE, args: [JSON.stringify(closings)] }, insert]
}

type Ends = Partial<Pick<VersionRow, 'hasta' | 'hastaCliente'>>
interface Closing extends Ends {
  readonly id: number
  readonly version: number
}

const keyOf = (id: number, version: number) => `${id}/${version}`

/** Ends a version: in these events' own rows, or in the table where it is there already. */
function close(
  fresh: Map<string, VersionRow>,
  closed: Map<string, Closing>,
  id: number,
  version: number,
  ends: Ends,
): void {
  const key = keyOf(id, version)
  const row = fresh.get(key)
  if (row) fresh.set(key, { ...row, ...ends })
  else closed.set(key, { ...closed.get(key), id, version, ...ends })
}

async function loadLast(db: Connection, events: readonly Recorded[]): Promise<Map<number, VersionRow>> {
  const ids = knownStreams(events, 'ticket')
  if (ids.length === 0) return new Map()
  const rows = await db.all(LAST, [JSON.stringify(ids)])
  return new Map(rows.map((row) => [row.ticketId, row]))
}
