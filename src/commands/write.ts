import { type EntityRow, type EntityTable, type EntityWrites, encodeRows } from '@projections/engine/entity'
import { TICKETS } from '@projections/tickets/row'
import { TICKET_WRITES } from '@projections/tickets/write'
import { USUARIOS } from '@projections/usuarios/row'
import { CUENTA_WRITES } from '@projections/usuarios/write'
import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import { type AppendRequest, appendGroup, type ExpectedWrite } from '@/events/append'
import type { AccountGuard } from '@/events/guards'
import type { Chain } from './chain'

const NewIds = z.object({ comandoId: z.string(), id: z.number() })
const newIds = (table: 'tickets' | 'usuarios') =>
  defineQuery({
    name: `bus.nuevos.${table}`,
    roles: ['api_server'],
    sql: `SELECT comando_id AS comandoId, id FROM ${table} WHERE comando_id IN (SELECT value FROM json_each(?1))`,
    row: NewIds,
  })
const NEW_IDS = { ticket: newIds('tickets'), cuenta: newIds('usuarios') }

/** Where a group's chains are in the log now: each event's position and each new stream's id. */
export interface Written {
  /** The position of the first event. */
  readonly primera: number
  readonly idOf: (chain: Chain) => number
  /** The position of a chain's event of that version. */
  readonly positionOf: (chain: Chain, version: number) => number
}

/**
 * Writes a group's chains in one transaction.
 * @param generacion of the rows that they were decided on
 * @returns null when some stream or guard had moved on: what went in, only the log can tell
 */
export async function writeChains(
  db: Connection,
  chains: readonly Chain[],
  ahora: string,
  generacion: number,
): Promise<Written | null> {
  const eventos = chains.flatMap((chain) => {
    const guardias = [...chain.guardias]
    return chain.eventos.map((evento) => ({ evento, guardias }))
  })
  const tickets = rowWrites(
    TICKETS,
    TICKET_WRITES,
    generacion,
    chains.flatMap((c) => (c.tipo === 'ticket' ? writeOf(c.row, c) : [])),
  )
  const cuentas = rowWrites(
    USUARIOS,
    CUENTA_WRITES,
    generacion,
    chains.flatMap((c) => (c.tipo === 'cuenta' ? writeOf(c.row, c) : [])),
  )
  const fresh = chains.filter((chain) => chain.id === null)
  const readBack = fresh.length === 0 ? [] : [readIds('ticket', fresh), readIds('cuenta', fresh)]
  const request: AppendRequest = {
    eventos,
    creations: [...cuentas.creations, ...tickets.creations],
    projections: [...cuentas.projections, ...tickets.projections],
    readBack,
    generacion,
  }
  const outcome = await appendGroup(db, request, ahora)
  if (!outcome.completo) return null

  const ids = new Map(
    outcome.readBack
      .flatMap(({ rows }) => rows.map((row) => NewIds.parse(row)))
      .map((r) => [r.comandoId, r.id]),
  )
  const offsets = new Map<Chain, number>()
  let next = outcome.primera
  for (const chain of chains) {
    offsets.set(chain, next)
    next += chain.eventos.length
  }
  return {
    primera: outcome.primera,
    idOf: (chain) => chain.id ?? ids.get(chain.creador) ?? missing(chain),
    positionOf: (chain, version) => (offsets.get(chain) ?? missing(chain)) + version - chain.base - 1,
  }
}

function missing(chain: Chain): never {
  throw new Error(`the ${chain.tipo} of command ${chain.creador} was written, but not read back`)
}

function readIds(tipo: Chain['tipo'], fresh: readonly Chain[]) {
  const comandos = fresh.filter((chain) => chain.tipo === tipo).map((chain) => chain.creador)
  return { statement: NEW_IDS[tipo], args: [JSON.stringify(comandos)] }
}

interface PendingWrite<Row> {
  readonly row: Row
  readonly base: number
  readonly ultimoComando: string
  readonly secreto: string | null
  readonly guardias: readonly AccountGuard[]
}

function writeOf<Row>(
  row: Row | null,
  { base, ultimoComando, secreto, guardias }: Chain,
): PendingWrite<Row>[] {
  return row === null ? [] : [{ row, base, ultimoComando, secreto, guardias: [...guardias] }]
}

/** The statements for an entity's rows; none where there are no rows. */
function rowWrites<Row extends EntityRow>(
  table: EntityTable<Row>,
  { insert, update }: EntityWrites,
  generacion: number,
  writes: readonly PendingWrite<Row>[],
): { creations: ExpectedWrite[]; projections: ExpectedWrite[] } {
  if (writes.length === 0) return { creations: [], projections: [] }
  const fresh = writes.filter(({ base }) => base === 0)
  const creation = {
    item: { statement: insert, args: [encodeRows(table, fresh), generacion] },
    rows: fresh.length,
  }
  const projection = { item: { statement: update, args: [encodeRows(table, writes)] }, rows: writes.length }
  return { creations: fresh.length === 0 ? [] : [creation], projections: [projection] }
}
