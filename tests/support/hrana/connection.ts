import Database from 'libsql'
import { z } from 'zod'
import { isSqliteBusy, StatementError } from './errors'
import type { StmtResult } from './protocol'
import { isControl, isInsert, parametersOf, readOnlyBegin } from './sql'
import { fromSqlite, type SqliteValue } from './values'

export interface Statement {
  readonly sql: string
  readonly args: readonly SqliteValue[]
  /** By name without its prefix sign. */
  readonly named: Readonly<Record<string, SqliteValue>>
  readonly wantRows: boolean
}

const PRAGMAS = ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON']
const Counters = z.tuple([z.bigint(), z.bigint(), z.bigint()])
const EMPTY = { cols: [], rows: [], affected_row_count: 0, last_insert_rowid: null }

/** One real SQLite connection, for one stream at a time: two streams contend for the file as two processes do. */
export class SqliteConnection {
  #db: Database.Database
  /** The binding never resets a statement that met a lock, and would refuse or lose later commits. */
  #soiled = false
  #readOnly = false

  constructor(
    private readonly file: string,
    /** How long a stream waits for the write lock, in milliseconds; the event loop goes on meanwhile. */
    private readonly patience: number,
  ) {
    this.#db = open(file)
  }

  get isAutocommit(): boolean {
    return !this.#db.inTransaction
  }

  /** Fit for another stream: no statement hangs, no transaction is open. */
  get isClean(): boolean {
    return !this.#soiled && this.isAutocommit
  }

  /** Runs one statement. @throws StatementError, or what SQLite says */
  async execute(statement: Statement): Promise<StmtResult> {
    const begin = readOnlyBegin(statement.sql)
    if (begin || isControl(statement.sql)) {
      await this.#patiently(() => this.#db.exec(begin ?? statement.sql))
      if (begin) this.#restrict(true)
      return EMPTY
    }
    checkArguments(statement)
    return await this.#patiently(() => this.#run(statement))
  }

  /** Runs statements separated by semicolons. One that waits for the lock begins with BEGIN IMMEDIATE. */
  async sequence(sql: string): Promise<void> {
    if (/^\s*BEGIN\s+IMMEDIATE/i.test(sql)) await this.#patiently(() => this.#db.exec(sql))
    else {
      this.#freshen()
      this.#db.exec(sql)
    }
  }

  /** The columns of a statement, and whether it only reads. */
  describe(sql: string): { cols: StmtResult['cols']; isReadonly: boolean } {
    const statement = this.#db.prepare(sql)
    return { cols: statement.reader ? columns(statement) : [], isReadonly: /^\s*(SELECT|EXPLAIN)/i.test(sql) }
  }

  /** Rolls back what is open: a closed handle alone may keep its lock until its statements are collected. */
  close(): void {
    if (this.#db.inTransaction) this.#db.exec('ROLLBACK')
    this.#db.close()
  }

  async #patiently<T>(work: () => T): Promise<T> {
    const limit = performance.now() + this.patience
    for (;;) {
      this.#freshen()
      const outside = this.isAutocommit
      try {
        return work()
      } catch (error) {
        // Inside a transaction waiting does not help: its snapshot is old, or it holds what the other waits for.
        const again = isSqliteBusy(error) && outside && this.isAutocommit
        if (!again || performance.now() >= limit) throw error
        await new Promise((resolve) => setTimeout(resolve, 1 + Math.random() * 3))
      }
    }
  }

  #run({ sql, args, named, wantRows }: Statement): StmtResult {
    const before = this.#counters()
    // Cleared at the end: whatever throws leaves a statement behind that may hang.
    this.#soiled = true
    const statement = this.#db.prepare(sql)
    const bound = Object.keys(named).length > 0 ? [{ ...named }] : [[...args]]
    let result: Pick<StmtResult, 'cols' | 'rows'> = { cols: [], rows: [] }
    if (statement.reader) {
      const rows = statement
        .raw()
        .safeIntegers()
        .all(...bound)
      result = { cols: columns(statement), rows: wantRows ? rows.map(toRow) : [] }
    } else statement.run(...bound)
    this.#soiled = false
    const after = this.#counters()
    return {
      ...result,
      affected_row_count: before.total === after.total ? 0 : Number(after.changes),
      last_insert_rowid: isInsert(sql) ? after.rowid.toString() : null,
    }
  }

  #counters(): { total: bigint; changes: bigint; rowid: bigint } {
    const statement = this.#db.prepare('SELECT total_changes(), changes(), last_insert_rowid()')
    const [total, changes, rowid] = Counters.parse(statement.raw().safeIntegers().all([])[0])
    return { total, changes, rowid }
  }

  #freshen(): void {
    if (!this.isAutocommit) return
    if (this.#soiled) {
      this.#db.close()
      this.#db = open(this.file)
      this.#soiled = false
    } else if (this.#readOnly) this.#restrict(false)
  }

  #restrict(readOnly: boolean): void {
    this.#db.exec(`PRAGMA query_only = ${readOnly ? 'ON' : 'OFF'}`)
    this.#readOnly = readOnly
  }
}

function open(file: string): Database.Database {
  const db = new Database(file)
  for (const pragma of PRAGMAS) db.exec(`PRAGMA ${pragma}`)
  return db
}

function columns(statement: Database.Statement): StmtResult['cols'] {
  return statement.columns().map(({ name, type }) => ({ name, decltype: type }))
}

function toRow(row: unknown): StmtResult['rows'][number] {
  if (!Array.isArray(row)) throw new TypeError('a row that is no array')
  return row.map(fromSqlite)
}

/** SQLite itself reads a parameter that nothing was bound to as NULL; a remote server refuses it. */
function checkArguments({ sql, args, named }: Statement): void {
  const { positions, names } = parametersOf(sql)
  const missing = names.find((name) => !(name in named))
  if (missing !== undefined)
    throw new StatementError('ARGS_INVALID', `value for parameter ${missing} not found`)
  if (args.length < positions)
    throw new StatementError('ARGS_INVALID', `value for parameter ${args.length + 1} not found`)
}
