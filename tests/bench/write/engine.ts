import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Statement } from './prepared'
import { measure, task } from './scenario'

interface Prepared {
  run(...args: string[]): { changes: number }
}
interface Sqlite {
  pragma(text: string): unknown
  prepare(sql: string): Prepared
  exec(sql: string): unknown
  close(): void
}

// What the engine itself can do: the ceiling's statements through better-sqlite3, which is no dependency of ours.
const given = task()
const require = createRequire(given.engines ?? '')
const Database = require('better-sqlite3') as new (file: string) => Sqlite
const batches = JSON.parse(readFileSync(given.prepared ?? '', 'utf8')) as Statement[][]
const db = new Database(given.file)
const pragmas = ['journal_mode = WAL', `synchronous = ${given.synchronous}`, 'foreign_keys = ON']
for (const pragma of [...pragmas, 'temp_store = MEMORY']) db.pragma(pragma)
const known = new Map<string, Prepared>()
const per = given.group ?? 1

await measure({ commands: Math.floor(given.commands / per), per }, batches, (list) => {
  for (const statements of list) {
    db.exec('BEGIN IMMEDIATE')
    for (const { sql, args } of statements) {
      const prepared = known.get(sql) ?? db.prepare(sql)
      known.set(sql, prepared)
      if (prepared.run(...args).changes === 0) throw new Error('a guard refused')
    }
    db.exec('COMMIT')
  }
  return Promise.resolve()
})
db.close()
