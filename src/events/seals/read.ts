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
    FROM (SELECT id, ${LEAF_SQL} AS hoja FROM interacciones WHERE id > :desde ORDER BY id LIMIT :limite)`,
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

/** An event's place in the log and its leaf's hash. */
export interface Leaf {
  readonly id: number
  readonly hash: Buffer
}

/** A line of a chunk, after the byte 0 that is the prefix of a leaf. What is not asked for is not computed. */
class Line implements Leaf {
  constructor(private readonly input: Buffer) {}

  get text(): Buffer {
    return this.input.subarray(1)
  }

  get id(): number {
    const from = this.input.indexOf(44) + 1
    return Number(this.input.toString('latin1', from, this.input.indexOf(44, from)))
  }

  get hash(): Buffer {
    return hash('sha256', this.input, 'buffer')
  }
}

/** The lines of a chunk; the byte before each is made its prefix where it stands. */
function linesOf(text: Buffer): Line[] {
  const padded = Buffer.allocUnsafe(text.length + 1)
  text.copy(padded, 1)
  const lines: Line[] = []
  for (let start = 0; start < padded.length; ) {
    padded[start] = 0
    const feed = padded.indexOf(10, start + 1)
    const end = feed === -1 ? padded.length : feed
    lines.push(new Line(padded.subarray(start, end)))
    start = end
  }
  return lines
}

/** The leaves of the next events after a position. */
export async function readLeaves(db: Connection, desde: number, limite: number): Promise<Leaf[]> {
  const chunk = await db.first(LEAVES, { desde, limite })
  return chunk?.texto ? linesOf(chunk.texto) : []
}

/** An event as a verification reads it. */
export interface ReadEvent extends Leaf {
  /** Its canonical bytes; null where its columns hold what no event can. */
  readonly bytes: Buffer | null
  /** JSON of salt, content and their hash. */
  readonly contents: Buffer | null
}

/** The next events after one position and up to another, with their contents, from a log that anything may have been done to. */
export async function readEvents(
  db: Connection,
  { desde, hasta }: { readonly desde: number; readonly hasta: number },
  limite = LEAVES_AT_ONCE,
): Promise<ReadEvent[]> {
  try {
    const chunk = await db.first(FULL, { desde, hasta, limite })
    return chunk?.texto ? pairUp(chunk.texto) : []
  } catch (error) {
    // SQLite writes no JSON of a blob: somebody put one into a column of text. The halves tell which event it is.
    if (!(error instanceof Error) || !/cannot hold BLOB/.test(error.message)) throw error
    if (limite > 1) return await readEvents(db, { desde, hasta }, Math.ceil(limite / 2))
    const next = await db.first(NEXT, { desde })
    const id = next?.ultima ?? desde + 1
    return [{ id, hash: Buffer.alloc(32), bytes: null, contents: null }]
  }
}

function pairUp(text: Buffer): ReadEvent[] {
  const lines = linesOf(text)
  return lines.flatMap((line, index) => {
    const contents = lines[index + 1]
    if (index % 2 === 1 || contents === undefined) return []
    return [{ id: line.id, hash: line.hash, bytes: line.text, contents: contents.text }]
  })
}
