import { readFileSync } from 'node:fs'
import { loadEngine } from './engines'
import type { Statement } from './prepared'
import { measure, task } from './scenario'

interface Engine {
  pragma(text: string): void
  prepare(sql: string): { run(named: Record<string, string>): { changes: number } }
  transaction(work: (statements: readonly Statement[]) => void): {
    immediate: (statements: readonly Statement[]) => void
  }
  close(): void
}

// The engine's limit: the ceiling's statements through better-sqlite3, synchronous and compiled once.
const given = task()
const batches = JSON.parse(readFileSync(given.prepared ?? '', 'utf8')) as Statement[][]
const Engine = loadEngine<new (file: string) => Engine>(given.engines ?? '', 'better-sqlite3')
const db = new Engine(given.file)
for (const pragma of ['journal_mode = WAL', `synchronous = ${given.synchronous}`, 'foreign_keys = ON'])
  db.pragma(pragma)
const compiled = new Map<string, ReturnType<Engine['prepare']>>()

function compile(sql: string): ReturnType<Engine['prepare']> {
  const statement = compiled.get(sql) ?? db.prepare(sql)
  compiled.set(sql, statement)
  return statement
}

const { immediate } = db.transaction((statements) => {
  for (const { sql, args } of statements) {
    // It knows ?1 and ?2 as parameters by name.
    const named = Object.fromEntries(args.map((arg, index) => [String(index + 1), arg]))
    if (compile(sql).run(named).changes === 0) throw new Error('a guard refused')
  }
})
const per = given.group ?? 1
await measure({ commands: Math.floor(given.commands / per), per }, batches, (list) => {
  for (const statements of list) immediate(statements)
  return Promise.resolve()
})
db.close()
