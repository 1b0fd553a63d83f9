import { createClient } from '@libsql/client'

/**
 * A consistent copy of a file database in a new file, while others write: what is in it is as it was at one moment.
 * It blocks the event loop for as long as it takes.
 * @param into a path where nothing is yet
 */
export async function copyDatabase(url: string, into: string): Promise<void> {
  const client = createClient({ url, concurrency: 1, timeout: 5000 })
  try {
    await client.execute({ sql: 'VACUUM INTO ?', args: [into] })
  } finally {
    client.close()
  }
}
