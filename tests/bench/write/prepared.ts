import { createClient } from '@libsql/client'
import { digestCommand } from '@/commands/digest'
import { NOTHING_SENT } from '@/commands/group'
import { loadSnapshot } from '@/commands/load'
import { planGroup } from '@/commands/plan'
import type { CommandEnvelope } from '@/commands/types'
import { writeChains } from '@/commands/write'
import { type BatchItem, type Connection, openDatabase } from '@/db/client'
import { createUlids } from '@/events/ids'
import { parts, type Task } from './scenario'

/** One statement with its arguments, as JSON can hold it. */
export interface Statement {
  readonly sql: string
  readonly args: string[]
}

/** One client that writes with the task's durability, and otherwise as production's writer does. */
export async function openWriter({ file, synchronous }: Pick<Task, 'file' | 'synchronous'>) {
  const client = createClient({ url: `file:${file}`, intMode: 'number', concurrency: 1, timeout: 20 })
  const pragmas = ['journal_mode = WAL', `synchronous = ${synchronous}`, 'foreign_keys = ON']
  for (const pragma of [...pragmas, 'temp_store = MEMORY']) await client.execute(`PRAGMA ${pragma}`)
  const run = (statements: readonly { sql: string; args: BatchItem['args'] }[]) =>
    client.batch([...statements], 'write')
  return {
    run,
    batch: (items: readonly BatchItem[]) =>
      run(items.map(({ statement, args }) => ({ sql: statement.sql, args }))),
    close() {
      client.close()
    },
  }
}

/**
 * The statements that our own path makes of the commands, `size` of them in each batch; nothing is written. Each
 * batch builds on the one before it.
 */
export async function prepare(
  file: string,
  list: readonly CommandEnvelope[],
  size: number,
): Promise<Statement[][]> {
  const database = await openDatabase({ url: `file:${file}` })
  const loaded = await loadSnapshot(database.as('api_server'), list)
  database.close()
  const tickets = new Map(loaded.tickets)
  const batches: Statement[][] = []
  const recorder = recordInto(batches)
  const ulids = createUlids()
  for (const group of parts(list, size)) {
    const ahora = new Date().toISOString()
    const planned = group.map((envelope) => ({
      envelope,
      digest: digestCommand(envelope),
      enviados: NOTHING_SENT,
    }))
    const stamp = { ahora, newId: () => ulids(Date.now()) }
    const { chains } = planGroup({ ...loaded, tickets }, planned, stamp)
    await writeChains(recorder, chains, ahora, loaded.generacion)
    for (const { id, row } of chains) if (id !== null && row && 'titulo' in row) tickets.set(id, row)
  }
  return batches
}

/** A connection that writes nothing, and says so: whoever appends through it learns that nothing went in. */
function recordInto(batches: Statement[][]): Connection {
  const refuse = () => Promise.reject(new Error('the recorder reads nothing'))
  return {
    all: refuse,
    first: refuse,
    batch(items) {
      const texts = items.map(({ statement, args }) => ({ sql: statement.sql, args: textsOf(args) }))
      batches.push(texts)
      return Promise.resolve([])
    },
  }
}

function textsOf(args: BatchItem['args']): string[] {
  if (!Array.isArray(args)) throw new Error('arguments by name')
  return args.map((arg) => {
    if (typeof arg !== 'string') throw new Error(`no text: ${typeof arg}`)
    return arg
  })
}
