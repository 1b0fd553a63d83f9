import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import { isCuentaEvent } from '@/domain/events'
import { decodeEvent } from '@/events/codec'
import { EVENT_COLUMNS, StoredEvent } from '@/events/stored'
import { reduceTicket } from '../tickets/reducer'
import { TICKETS, type TicketRow } from '../tickets/row'
import { reduceCuenta } from '../usuarios/reducer'
import { type CuentaRow, USUARIOS } from '../usuarios/row'
import { type EntityRow, type EntityTable, selectRow } from './entity'
import { LiveRow, type Page, readPage } from './live-rows'

/** A column whose live value is not what the log adds up to; `id` where the whole row is missing or too many. */
export interface Difference {
  readonly table: 'tickets' | 'usuarios'
  readonly id: number
  readonly column: string
  readonly folded: unknown
  readonly live: unknown
}

const CHUNK = 2000
const roles = ['admin'] as const

const EVENTS = defineQuery({
  name: 'verify.events',
  roles,
  sql: `SELECT ${EVENT_COLUMNS} FROM interacciones WHERE id > :desde AND id <= :hasta ORDER BY id LIMIT ${CHUNK}`,
  row: StoredEvent,
})

// One statement, so the rows and the position that they stand at are of one moment; a row even for an empty page.
const liveQuery = <Row extends EntityRow>(table: EntityTable<Row>) =>
  defineQuery({
    name: `verify.${table.table}`,
    roles,
    sql: `SELECT p.posicion, r.*
      FROM (SELECT coalesce(max(id), 0) AS posicion FROM interacciones) p
      LEFT JOIN (SELECT ${selectRow(table, 't')} FROM ${table.table} t
        WHERE t.id > :desde ORDER BY t.id LIMIT ${CHUNK}) r`,
    row: LiveRow,
  })
const LIVE_TICKETS = liveQuery(TICKETS)
const LIVE_CUENTAS = liveQuery(USUARIOS)

/**
 * Folds the whole log and compares every column of every live row with what it adds up to, each page of rows at
 * the position that it was read at: commands may be served meanwhile.
 * @param db a connection under `admin`
 * @returns what differs; nothing where the projections are what the log says
 * @throws UnreadableEvent, or what a reducer says of a broken history: a gap, no creation first
 */
export async function verifyProjections(db: Connection): Promise<readonly Difference[]> {
  const fold = createFold(db)
  const tickets = (desde: number) => readPage(db, LIVE_TICKETS, desde, CHUNK)
  const cuentas = (desde: number) => readPage(db, LIVE_CUENTAS, desde, CHUNK)
  return [
    ...(await compare(TICKETS, fold, fold.tickets, tickets)),
    ...(await compare(USUARIOS, fold, fold.cuentas, cuentas)),
  ]
}

interface Fold {
  readonly tickets: Map<number, TicketRow>
  readonly cuentas: Map<number, CuentaRow>
  /** Folds on to position `hasta`, and no further. */
  advance(hasta: number): Promise<void>
}

function createFold(db: Connection): Fold {
  const tickets = new Map<number, TicketRow>()
  const cuentas = new Map<number, CuentaRow>()
  let folded = 0

  function apply(stored: StoredEvent): void {
    const event = decodeEvent(stored)
    const { id } = event.sobre.sujeto
    if (isCuentaEvent(event)) cuentas.set(id, reduceCuenta(cuentas.get(id) ?? null, event))
    else tickets.set(id, reduceTicket(tickets.get(id) ?? null, event))
  }

  return {
    tickets,
    cuentas,
    async advance(hasta) {
      while (folded < hasta) {
        const events = await db.all(EVENTS, { desde: folded, hasta })
        for (const event of events) apply(event)
        folded = events.length < CHUNK ? hasta : (events.at(-1)?.id ?? hasta)
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
  }
}

async function compare<Row extends EntityRow>(
  table: EntityTable<Row>,
  fold: Fold,
  folded: ReadonlyMap<number, Row>,
  pageAfter: (id: number) => Promise<Page>,
): Promise<Difference[]> {
  const differences: Difference[] = []
  for (let desde: number | null = 0; desde !== null; ) {
    const page: Page = await pageAfter(desde)
    await fold.advance(page.posicion)
    const last = page.siguiente ?? Number.POSITIVE_INFINITY
    for (const [id, row] of folded) {
      if (id <= desde || id > last || page.rows.has(id)) continue
      differences.push({ table: table.table, id, column: 'id', folded: row.id, live: null })
    }
    for (const [id, live] of page.rows) differences.push(...compareRow(table, id, folded.get(id), live))
    desde = page.siguiente
  }
  return differences
}

function compareRow<Row extends EntityRow>(
  { table, columns }: EntityTable<Row>,
  id: number,
  row: Row | undefined,
  live: LiveRow,
): Difference[] {
  if (row === undefined) return [{ table, id, column: 'id', folded: null, live: id }]
  return Object.entries(columns).flatMap(([column, property]) => {
    const value = row[property]
    const folded = typeof value === 'boolean' ? Number(value) : value
    return folded === live[property] ? [] : [{ table, id, column, folded, live: live[property] }]
  })
}
