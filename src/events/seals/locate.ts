import type { Connection } from '@/db/client'
import { leafAt, splitLeaf } from './leaf'
import { leafHash } from './merkle'
import { BEFORE_ALL, LEAVES_AT_ONCE, type ReadEvent, readEvents } from './read'

/** What was done to the log where it first differs from the tree that was made of it. */
export interface Alteracion {
  readonly cambio: 'cambiado' | 'quitado' | 'insertado' | 'movido'
  /** The first position, and the last one where there are several. */
  readonly posicion: number
  readonly hasta: number
}

/** How many leaves the explanation is looked for among: a longer run of missing events reads as a change. */
export const REACH = 4096

/** The log and the tree from the first leaf on that differs. */
export interface Difference {
  readonly db: Connection
  /** Position of the last event that agrees; null where none does. */
  readonly antes: number | null
  /** The last position that is looked at. */
  readonly cabeza: number
  /** The stored leaves from the difference on, as many as are looked through. */
  readonly guardadas: readonly Buffer[]
  /** How many of them are stored. */
  readonly cuantas: number
}

/**
 * Says what happened at the first difference. A row's id is part of its leaf, and who inserts or removes a row may
 * number the rest anew: so rows are looked for under the ids that they would have had, too.
 */
export async function explain(difference: Difference): Promise<Alteracion> {
  const { antes, guardadas, cuantas } = difference
  const rows = await rowsAfter(difference)
  const expected = (antes ?? 0) + 1
  const [first] = rows
  if (first === undefined) return { cambio: 'quitado', posicion: expected, hasta: expected + cuantas - 1 }
  const wasAt = indexAmong(first, guardadas)
  const isAt = indexOfOriginal(guardadas[0], rows, expected)
  if (isAt === 0 || (wasAt !== null && isAt !== null)) return at('movido', Math.min(first.id, expected), 1)
  if (wasAt !== null) return at('quitado', expected, wasAt)
  if (isAt !== null) return at('insertado', first.id, isAt)
  return at('cambiado', first.id, 1)
}

function at(cambio: Alteracion['cambio'], posicion: number, count: number): Alteracion {
  return { cambio, posicion, hasta: posicion + count - 1 }
}

async function rowsAfter({ db, antes, cabeza, guardadas }: Difference): Promise<ReadEvent[]> {
  const rows: ReadEvent[] = []
  for (let last = antes ?? BEFORE_ALL; rows.length < guardadas.length; ) {
    const chunk = await readEvents(db, { desde: last, hasta: cabeza }, LEAVES_AT_ONCE)
    rows.push(...chunk)
    last = chunk.at(-1)?.id ?? last
    if (chunk.length === 0) break
  }
  return rows.slice(0, guardadas.length)
}

/** Where, after its own place, the tree has this row: as it is, or with the id of that place. */
function indexAmong(row: ReadEvent, kept: readonly Buffer[]): number | null {
  if (row.bytes === null) return null
  const { id, rest } = splitLeaf(row.bytes)
  const found = kept.findIndex(
    (hash, ahead) => ahead > 0 && (hash.equals(row.hash) || hash.equals(leafHash(leafAt(rest, id + ahead)))),
  )
  return found === -1 ? null : found
}

/** Which row is the one that the tree has at the difference; 0 where only its id was changed. */
function indexOfOriginal(
  wanted: Buffer | undefined,
  rows: readonly ReadEvent[],
  expected: number,
): number | null {
  if (wanted === undefined) return null
  const found = rows.findIndex(({ bytes, hash }, ahead) => {
    if (bytes === null) return false
    if (hash.equals(wanted)) return true
    const { id, rest } = splitLeaf(bytes)
    return [id - ahead, expected].some((other) => wanted.equals(leafHash(leafAt(rest, other))))
  })
  return found === -1 ? null : found
}
