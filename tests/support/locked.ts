import { setTimeout } from 'node:timers/promises'
import { type Client, createClient, LibsqlError, type Transaction } from '@libsql/client'

const TRIES = 200

// Whoever writes just now may be this very process: it must go on meanwhile.
async function takeLock(client: Client): Promise<Transaction> {
  for (let tries = 1; ; tries++) {
    try {
      return await client.transaction('write')
    } catch (error) {
      if (!(error instanceof LibsqlError && error.code.startsWith('SQLITE_BUSY')) || tries === TRIES)
        throw error
      await setTimeout(50)
    }
  }
}

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
