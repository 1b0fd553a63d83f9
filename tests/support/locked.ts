import { type Client, createClient, type Transaction } from '@libsql/client'
import { retryBusy } from '@/db/client'
import { DatabaseBusy, isBusy } from '@/db/errors'

// Whoever writes just now may be this very process: it must go on meanwhile.
const takeLock = async (client: Client): Promise<Transaction> =>
  await retryBusy(async () => {
    try {
      return await client.transaction('write')
    } catch (error) {
      throw isBusy(error) ? new DatabaseBusy('another writer holds the database', { cause: error }) : error
    }
  })

/**
 * Does something while another connection holds a file's write lock, as a process does in the middle of a transaction.
 * @param work ends that transaction by `release`, at the latest by its own end
 */
export async function whileLocked<T>(
  url: string,
  work: (release: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const holder = createClient({ url, concurrency: 1 })
  const lock = await takeLock(holder)
  try {
    return await work(() => lock.rollback())
  } finally {
    lock.close()
    holder.close()
  }
}
