import type { Connection } from '@/db/client'
import { yieldTurn } from './events'
import {
  beforeAll,
  type ComparedTable,
  isBefore,
  type Key,
  type Page,
  type Row,
  readLivePage,
  readShadowPage,
  rowsOf,
  type Value,
} from './pages'
import type { Shadow } from './shadow'

/** A column whose live value is not what the log adds up to; the key's first one where the whole row is missing or too many. */
export interface Difference {
  readonly table: string
  /** The row's key, its parts joined by a slash. */
  readonly clave: string
  readonly column: string
  readonly folded: Value
  readonly live: Value
}

/** A row that is not the same on both sides; null where it isn't there. */
export interface RowPair {
  readonly clave: string
  readonly live: Row | null
  readonly folded: Row | null
}

export interface ComparedPage {
  /** The position that the live page was read at, and the shadow folded to. */
  readonly posicion: number
  readonly pairs: readonly RowPair[]
  /** The key to go on after; null at the end. */
  readonly next: Key | null
}

/**
 * Compares the page of rows after a key. The shadow is folded to the very position that the live page was read at:
 * commands may be served meanwhile, and there is nothing to wait for.
 */
export async function comparePage(
  live: Connection,
  shadow: Shadow,
  table: ComparedTable,
  after: Key = beforeAll(table),
): Promise<ComparedPage> {
  const ours = await readLivePage(live, table, after)
  await yieldTurn()
  await shadow.advance(table.proyeccion, ours.posicion)
  const theirs = await readShadowPage(shadow.db, table, after)
  const next = earlier(ours, theirs)
  const pairs = ours.text === theirs.text ? [] : pairUp(table, ours, theirs, next)
  return { posicion: ours.posicion, pairs, next }
}

/** Where both pages are complete up to. */
function earlier({ last: a }: Page, { last: b }: Page): Key | null {
  if (a === null || b === null) return a ?? b
  return isBefore(a, b) ? a : b
}

function pairUp(table: ComparedTable, ours: Page, theirs: Page, next: Key | null): RowPair[] {
  const live = rowsOf(table, ours, next)
  const folded = rowsOf(table, theirs, next)
  return [...new Set([...folded.keys(), ...live.keys()])].flatMap((clave) => {
    const pair = { clave, live: live.get(clave) ?? null, folded: folded.get(clave) ?? null }
    return pair.live !== null && pair.folded !== null && same(pair.live, pair.folded) ? [] : [pair]
  })
}

function same(a: Row, b: Row): boolean {
  return a.every((value, index) => value === b[index])
}

/** What differs within a pair, column by column. */
export function differencesOf(table: ComparedTable, { clave, live, folded }: RowPair): Difference[] {
  const [first = ''] = table.key
  const of = (column: string, a: Value, b: Value) => ({
    table: table.table,
    clave,
    column,
    folded: a,
    live: b,
  })
  if (live === null || folded === null) return [of(first, folded?.[0] ?? null, live?.[0] ?? null)]
  return table.columns.flatMap((column, index) => {
    const [a = null, b = null] = [folded[index], live[index]]
    return a === b ? [] : [of(column, a, b)]
  })
}
