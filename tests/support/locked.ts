import { createClient } from '@libsql/client'

/**
 * Does something while another connection holds a file's write lock, as a process does in the middle of a transaction.
 * @param work ends that transaction by `release`, at the latest by its own end
 */
export async function whileLocked<T>(
  url: string,
  work: (release: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const holder = createClient({ url, concurrency: 1 })
  const lock = await holder.transaction('write')
  try {
    return await work(() => lock.rollback())
  } finally {
    lock.close()
    holder.close()
  }
}
