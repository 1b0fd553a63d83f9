import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'

/** More words than these make no expression: then FTS5 looks for the beginning itself. */
const MAX_ENDINGS = 64

// Each step finds the next word behind all of the last one's instances: no word holds the character 1.
const WORDS = defineQuery({
  name: 'busqueda.palabras',
  roles: ['api_server'],
  sql: `WITH RECURSIVE palabras(palabra) AS (
      SELECT (SELECT term FROM busqueda_palabras WHERE term >= :desde AND term <= :hasta LIMIT 1)
      UNION ALL
      SELECT (SELECT term FROM busqueda_palabras WHERE term >= palabra || char(1) AND term <= :hasta LIMIT 1)
      FROM palabras WHERE palabra IS NOT NULL LIMIT ${MAX_ENDINGS + 2})
    SELECT palabra FROM palabras WHERE palabra IS NOT NULL`,
  row: z.object({ palabra: z.string() }),
})

/**
 * The indexed words that begin so.
 * @param word as the index has its words: see openWord
 * @returns none where there are too many, or none
 */
export async function endingsQuery(db: Connection, word: string): Promise<readonly string[]> {
  const found = await db.all(WORDS, { desde: word, hasta: `${word}\u{10ffff}` })
  return found.length > MAX_ENDINGS ? [] : found.map(({ palabra }) => palabra)
}
