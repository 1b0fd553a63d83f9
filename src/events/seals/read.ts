import { hash } from 'node:crypto'
import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import { LEAF_SQL } from './leaf'

const Bytes = z.instanceof(ArrayBuffer).transform((buffer) => Buffer.from(buffer))
const Chunk = z.object({ ultima: z.number().nullable(), texto: Bytes.nullable() })

// A line feed is escaped within JSON: what stands between two of them is one event, whatever it holds. As a blob, for
// text that somebody broke aborts the process that reads it as text.
const LEAVES = defineQuery({
  name: 'sellos.hojas',
  roles: ['sealer', 'admin'],
  sql: `SELECT max(id) AS ultima, CAST(group_concat(hoja, char(10)) AS BLOB) AS texto
    FROM (SELECT id, ${LEAF_SQL} AS hoja FROM interacciones WHERE id > :desde AND id <= :hasta ORDER BY id LIMIT :limite)`,
  row: Chunk,
})

const FULL = defineQuery({
  name: 'sellos.hojas_y_contenidos',
  roles: ['sealer', 'admin'],
  sql: `SELECT max(id) AS ultima, CAST(group_concat(hoja || char(10) || resto, char(10)) AS BLOB) AS texto
    FROM (SELECT id, ${LEAF_SQL} AS hoja, json_array(sal, contenido, huella) AS resto
      FROM interacciones WHERE id > :desde AND id <= :hasta ORDER BY id LIMIT :limite)`,
  row: Chunk,
})

const NEXT = defineQuery({
  name: 'sellos.siguiente',
  roles: ['sealer', 'admin'],
  sql: 'SELECT id AS ultima, NULL AS texto FROM interacciones WHERE id > :desde ORDER BY id LIMIT 1',
  row: Chunk,
})

/** How many events are read at once: more would hold the event loop up. */
export const LEAVES_AT_ONCE = 500

/** Before every event, one also that somebody put before the first. */
export const BEFORE_ALL = Number.MIN_SAFE_INTEGER

/** The lines of a chunk, each hashed as a leaf where it stands: the byte before it is made the leaf's prefix, 0. */
function* lines(text: Buffer): Generator<{ readonly line: Buffer; readonly leaf: () => Buffer }> {
  const padded = Buffer.allocUnsafe(text.length + 1)
  text.copy(padded, 1)
  for (let start = 0; start < padded.length; ) {
    padded[start] = 0
    const feed = padded.indexOf(10, start + 1)
    const end = feed === -1 ? padded.length : feed
    const input = padded.subarray(start, end)
    yield { line: input.subarray(1), leaf: () => hash('sha256', input, 'buffer') }
    start = end
  }
}

const idOf = (line: Buffer): number => {
  const from = line.indexOf(44) + 1
  return Number(line.toString('latin1', from, line.indexOf(44, from)))
}

export interface Leaf {
  readonly id: number
  readonly hash: Buffer
}

/** The hashes of the next events after a position. */
export async function readLeaves(db: Connection, desde: number, limite: number): Promise<Leaf[]> {
  const chunk = await db.first(LEAVES, { desde, hasta: Number.MAX_SAFE_INTEGER, limite })
  if (!chunk?.texto) return []
  return [...lines(chunk.texto)].map(({ line, leaf }) => ({ id: idOf(line), hash: leaf() }))
}

/** An event as a verification reads it. */
export interface ReadEvent extends Leaf {
  /** Its canonical bytes; null where its columns hold what no event can. */
  readonly bytes: Buffer | null
  /** JSON of salt, content and their hash. */
  readonly contents: Buffer | null
}

/** The next events with their contents, and from a log that may have been tampered with in any way. */
export async function readEvents(
  db: Connection,
  desde: number,
  limite = LEAVES_AT_ONCE,
): Promise<ReadEvent[]> {
  try {
    const chunk = await db.first(FULL, { desde, hasta: Number.MAX_SAFE_INTEGER, limite })
    return chunk?.texto ? pairUp(chunk.texto) : []
  } catch (error) {
    // SQLite writes no JSON of a blob: somebody put one into a column of text. The halves tell which event it is.
    if (!(error instanceof Error) || !/cannot hold BLOB/.test(error.message)) throw error
    if (limite > 1) return await readEvents(db, desde, Math.ceil(limite / 2))
    const next = await db.first(NEXT, { desde })
    const id = next?.ultima ?? desde + 1
    return [{ id, hash: Buffer.alloc(32), bytes: null, contents: null }]
  }
}

function pairUp(text: Buffer): ReadEvent[] {
  const events: ReadEvent[] = []
  let event: Omit<ReadEvent, 'contents'> | null = null
  for (const { line, leaf } of lines(text)) {
    if (event === null) event = { id: idOf(line), hash: leaf(), bytes: line }
    else {
      events.push({ ...event, contents: line })
      event = null
    }
  }
  return events
}
