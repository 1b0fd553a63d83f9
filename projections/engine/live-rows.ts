import { z } from 'zod'
import type { Connection } from '@/db/client'
import type { Query } from '@/db/queries'

/** A row as it stands in its table, unjudged: one that its own schema would refuse is what a proof looks for. */
export const LiveRow = z.looseObject({ posicion: z.number(), id: z.number().nullable() })
export type LiveRow = z.infer<typeof LiveRow>

/** Rows in order of id, and the log's last position when they were read. */
export interface Page {
  readonly posicion: number
  readonly rows: ReadonlyMap<number, LiveRow>
  /** The last id of a full page; null on the last one. */
  readonly siguiente: number | null
}

/** The page of at most `size` rows after id `desde`. */
export async function readPage(
  db: Connection,
  query: Query<LiveRow>,
  desde: number,
  size: number,
): Promise<Page> {
  const read = await db.all(query, { desde })
  const rows = new Map(read.flatMap((row) => (row.id === null ? [] : [[row.id, row] as const])))
  const full = rows.size === size
  return { posicion: read[0]?.posicion ?? 0, rows, siguiente: full ? (read.at(-1)?.id ?? null) : null }
}
