import type { Connection } from '@/db/client'
import { isTicketEvent, type Recorded } from '@/domain/events'
import type { TicketEvent } from '@/domain/ticket/events'
import { decodeEvent } from '@/events/codec'
import { CLAVES, FORMATO } from '../own/format'
import { accountsOf, eventXml } from './event'
import { logHead } from './head'
import {
  countSelected,
  type ExportedAccount,
  type Selection,
  selectAccounts,
  selectEvents,
  selectTickets,
} from './select'
import { attributeXml, escapeXml } from './xml'

export interface ExportOptions {
  /** A connection under `admin`: an export may hold internal notes. */
  readonly db: Connection
  readonly selection: Selection
  /** Leaves internal notes out, and reads what a client may read. */
  readonly sinInternos: boolean
  readonly onProgress: (progress: ExportProgress) => void
}

export interface ExportProgress {
  readonly tickets: number
  readonly eventos: number
  /** How many tickets there are to export. */
  readonly total: number
}

// An account is described with every event that speaks of it; beyond these it is looked up again.
const ACCOUNTS_HELD = 5000

/**
 * A selection of tickets with their whole histories as XES, piece by piece: memory holds one page of events, and the
 * log may grow meanwhile, for what comes after the position at the beginning is left out.
 */
export async function* exportXes(options: ExportOptions): AsyncGenerator<string> {
  const { db, selection, onProgress } = options
  const { total, posicion } = await countSelected(db, selection)
  const accounts = new Map<number, ExportedAccount>()
  let [tickets, eventos] = [0, 0]
  yield logHead({
    nombre: 'Bitácora',
    atributos: [attributeXml('int', CLAVES.formato, FORMATO), attributeXml('int', CLAVES.posicion, posicion)],
  })
  for await (const id of selectTickets(db, selection)) {
    let begun = false
    for await (const page of selectEvents(db, id, posicion, options.sinInternos)) {
      const events = page.map(decodeEvent).filter(isTicketEvent)
      await describeAccounts(db, events, accounts)
      if (!begun) yield traceHead(id, events[0]?.sobre.eventoId ?? '')
      begun = true
      yield events.map((event) => eventXml(event, accounts)).join('')
      eventos += events.length
    }
    if (begun) yield '</trace>\n'
    tickets += begun ? 1 : 0
    onProgress({ tickets, eventos, total })
  }
  yield '</log>\n'
}

function traceHead(id: number, creacion: string): string {
  return `<trace>\n${attributeXml('string', 'concept:name', id)}\n<string key="${CLAVES.ticket}" value="${escapeXml(creacion)}"/>\n`
}

async function describeAccounts(
  db: Connection,
  events: readonly Recorded<TicketEvent>[],
  accounts: Map<number, ExportedAccount>,
): Promise<void> {
  if (accounts.size > ACCOUNTS_HELD) accounts.clear()
  const unknown = new Set(events.flatMap(accountsOf).filter((id) => !accounts.has(id)))
  if (unknown.size === 0) return
  for (const account of await selectAccounts(db, [...unknown])) accounts.set(account.id, account)
}
