import type { BatchItem, Connection } from '@/db/client'
import { DatabaseBusy } from '@/db/errors'

/** What goes wrong with one batch: before it was written, after it was committed, or the lock is another's. */
export type Fault = 'antes' | 'despues' | 'ocupado' | null

/** A connection whose batches fail as told, in order; after the list is used up all goes well. */
export function faulty(db: Connection, faults: Fault[]): Connection {
  return {
    ...db,
    async batch(items) {
      const fault = faults.shift() ?? null
      if (fault === 'antes') throw new TypeError('fetch failed')
      if (fault === 'ocupado') throw new DatabaseBusy('another process holds the database')
      const results = await db.batch(items)
      if (fault === 'despues') throw new TypeError('fetch failed')
      return results
    },
  }
}

/** A connection that calls `between` after each load and before the batch that follows from it. */
export function interrupted(db: Connection, between: () => Promise<unknown>): Connection {
  return {
    ...db,
    async batch(items: readonly BatchItem[]) {
      await between()
      return await db.batch(items)
    },
  }
}
