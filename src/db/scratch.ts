import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { createClient } from '@libsql/client'
import { type Database, openDatabase } from './client'
import { ownMark, stillRuns } from './processes'

/**
 * Opens a file database that can be made again at any time, with these tables if it is new.
 * @param path where it is kept; see removeScratch
 */
export async function openScratch(path: string, tables: readonly string[]): Promise<Database> {
  const url = `file:${path}`
  if (!existsSync(path)) {
    const client = createClient({ url })
    // All tables or none: a kill between them would leave a file that looks whole.
    await client.executeMultiple(`BEGIN;\n${tables.map((sql) => `${sql};`).join('\n')}\nCOMMIT;`)
    client.close()
  }
  return await openDatabase({ url, disposable: true })
}

/** Removes a scratch database and what SQLite keeps beside it. */
export async function removeScratch(path: string): Promise<void> {
  for (const suffix of ['', '-wal', '-shm', '-journal']) await rm(`${path}${suffix}`, { force: true })
}

/** Another process is at work on a file of this name. */
export class ScratchInUse extends Error {
  override readonly name = 'ScratchInUse'
  constructor(readonly pid: number) {
    super(`process ${pid} is at work on it`)
  }
}

/**
 * Keeps a path for this process, until the returned function is called; a process that died keeps nothing.
 * @throws ScratchInUse
 */
export async function lockScratch(path: string): Promise<() => Promise<void>> {
  const lock = `${path}.pid`
  for (;;) {
    try {
      await writeFile(lock, ownMark(), { flag: 'wx' })
      return async () => await rm(lock, { force: true })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
    const mark = await readFile(lock, 'utf8').catch(() => '')
    if (stillRuns(mark)) throw new ScratchInUse(Number.parseInt(mark, 10))
    await rm(lock, { force: true })
  }
}
