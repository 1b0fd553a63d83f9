import { type Connection, pause } from '@/db/client'
import { classifyFailure } from '@/db/errors'
import { codeVersionOf } from '../registry'
import { LostFence, refuseNewerRows } from './checkpoints'
import { type ComparedPage, comparePage, type Difference, differencesOf, type RowPair } from './compare'
import { yieldTurn } from './events'
import { readHead } from './head'
import { beforeAll, COMPARED, type ComparedTable, type Key } from './pages'
import type { ProjectionName } from './projection'
import { repairOf } from './repair'
import { openShadow, type Shadow } from './shadow'

export interface RebuildProgress {
  readonly fase: 'plegar' | 'comparar'
  /** Events folded, or tables compared, of `total`: of events an estimate, for commands are served meanwhile. */
  readonly hechos: number
  readonly total: number
}

export interface RebuildOptions {
  /** A connection under `admin`. */
  readonly db: Connection
  readonly nombres: readonly ProjectionName[]
  /** Where the shadow is kept meanwhile: a file; what is there already is gone on with. */
  readonly path: string
  /** False: only says what differs. */
  readonly repair: boolean
  readonly onProgress?: (progress: RebuildProgress) => void
  /** Called between chunks, to leave others their turn. */
  readonly pace?: () => Promise<void>
}

export interface RebuildReport {
  /** How many events an earlier, killed run had folded; 0 for a fresh one. */
  readonly reanudada: number
  /** The log's position at the end. */
  readonly posicion: number
  /** How many columns and rows differed, and the first of them. */
  readonly total: number
  readonly differences: readonly Difference[]
  /** Rows that were to be put right and differed in the last pass still; 0 where nothing was to be. */
  readonly sinReparar: number
}

const KEPT = 1000
/** Passes over a table that had something to mend: the last one finds nothing more. */
const PASSES = 3
/** How often rows that are being written are tried again: they stand still for long enough between two commands. */
const ATTEMPTS = 100

/**
 * Folds the log into a shadow and compares every row and column of these projections with it, while commands are
 * served; what differs is put right, each page in one short transaction.
 * @throws UnreadableEvent, what a reducer says of a broken history, or what the database says: the shadow stays, and
 * the next run goes on from there
 */
export async function rebuildProjections(options: RebuildOptions): Promise<RebuildReport> {
  const { db, nombres, path, pace, onProgress } = options
  const shadow = await openShadow(db, path, nombres, pace)
  const found = new Findings()
  let sinReparar = 0
  try {
    const head = await readHead(db)
    let folded = shadow.reanudada
    await shadow.fold((events) => {
      folded += events
      onProgress?.({ fase: 'plegar', hechos: folded, total: head })
    })
    const tables = COMPARED.filter(({ proyeccion }) => nombres.includes(proyeccion))
    for (const [index, table] of tables.entries()) {
      sinReparar += await settleTable(options, shadow, table, found)
      onProgress?.({ fase: 'comparar', hechos: index + 1, total: tables.length })
    }
    const { total, differences } = found
    const report = {
      reanudada: shadow.reanudada,
      posicion: await readHead(db),
      total,
      differences,
      sinReparar,
    }
    await shadow.remove()
    return report
  } catch (error) {
    shadow.close()
    throw error
  }
}

/** @returns how many rows that were to be put right differed in the last pass still */
async function settleTable(
  options: RebuildOptions,
  shadow: Shadow,
  table: ComparedTable,
  found: Findings,
): Promise<number> {
  const { db, repair, pace = yieldTurn } = options
  let differing = 0
  for (let pass = 1; pass <= PASSES; pass++) {
    differing = 0
    for (let after: Key | null = beforeAll(table); after !== null; ) {
      const page: ComparedPage = await comparePage(db, shadow, table, after)
      differing += page.pairs.length
      if (pass === 1) found.add(page.pairs.flatMap((pair) => differencesOf(table, pair)))
      if (repair && page.pairs.length > 0) await mendPage(options, shadow, table, after, page)
      after = page.next
      await pace()
    }
    if (differing === 0 || !repair) return 0
  }
  return differing
}

/** Tries until the page's rows stand still long enough; a row that the database refuses is left to the next pass. */
async function mendPage(
  { db }: RebuildOptions,
  shadow: Shadow,
  table: ComparedTable,
  after: Key,
  first: ComparedPage,
): Promise<void> {
  let page = first
  for (let attempt = 1; page.pairs.length > 0 && attempt <= ATTEMPTS; attempt++) {
    if (await mendPairs(db, table, page)) return
    // Where newer code has taken the rows over, they never stand still for this one.
    await refuseNewerRows(db, table.proyeccion, codeVersionOf(table.proyeccion))
    await pause(attempt)
    page = await comparePage(db, shadow, table, after)
  }
}

/** Where one row is refused, halves are tried: the others are put right. @returns false where some had been written meanwhile */
async function mendPairs(
  db: Connection,
  table: ComparedTable,
  { pairs, posicion }: ComparedPage,
): Promise<boolean> {
  const repair = repairOf(table)
  let stood = true
  const parts: (readonly RowPair[])[] = [pairs]
  for (let part = parts.shift(); part; part = parts.shift()) {
    try {
      stood = (await repair(db, part, posicion)) && stood
    } catch (error) {
      const failure = classifyFailure(error)
      if (error instanceof LostFence || failure === 'ocupado') return false
      if (failure !== 'propio') throw error
      const half = Math.ceil(part.length / 2)
      if (part.length > 1) parts.unshift(part.slice(0, half), part.slice(half))
    }
  }
  return stood
}

class Findings {
  readonly differences: Difference[] = []
  total = 0

  add(found: readonly Difference[]): void {
    this.total += found.length
    this.differences.push(...found.slice(0, KEPT - this.differences.length))
  }
}
