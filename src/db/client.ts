import { type Client, createClient, type InArgs, type ResultSet } from '@libsql/client'
import { clock, observe } from '../metrics/instruments'
import { AnswerLost, DatabaseBusy, isBusy, remoteFailure } from './errors'
import { explainPlans, type StatementPlan } from './plan'
import { checkStatement, type DbRole, type Query, type Write } from './queries'

export interface DatabaseOptions {
  readonly url: string
  readonly authToken?: string | undefined
  /** How long one answer of a remote database is waited for, in milliseconds; after that it counts as lost. */
  readonly answerWithin?: number | undefined
  /** A file that can be made again: nothing waits for the disk, and its rows may come before those they refer to. */
  readonly disposable?: boolean | undefined
}

export type Args = InArgs
export type BatchResult = ResultSet

/** One statement of a batch: a guarded write, or a read that belongs to the same snapshot. */
export interface BatchItem {
  readonly statement: Write | Query<unknown>
  readonly args: Args
}

/** A connection under one database role. It runs registered statements only. */
export interface Connection {
  /** Runs a read and parses its rows. @throws StatementDenied, ZodError, or what the driver says */
  all<Row>(query: Query<Row>, args?: Args): Promise<Row[]>
  /** The first row, or null. */
  first<Row>(query: Query<Row>, args?: Args): Promise<Row | null>
  /**
   * One transaction: BEGIN IMMEDIATE, the statements in order, COMMIT; ROLLBACK on any error. One round trip.
   * @throws DatabaseBusy when another process holds the write lock: nothing was written
   * @throws AnswerLost when a remote database did not answer: it may have been written
   */
  batch(items: readonly BatchItem[]): Promise<BatchResult[]>
}

export interface Database {
  as(role: DbRole): Connection
  /** The plans of registered statements as they would run now, by their names. */
  plans(names: readonly string[]): Promise<ReadonlyMap<string, StatementPlan>>
  close(): void
}

// Above the five seconds that Turso lets a writer queue for; below what a person or a proxy waits for.
const ANSWER_WITHIN_MS = 8000
// A synchronous wait freezes the event loop: short here, the rest is waited for asynchronously by the caller.
const BUSY_TIMEOUT_MS = 20
// In KiB where negative: by itself a connection keeps 2 MB of pages, and reads all others from the file again.
const CACHE = 'cache_size = -32768'
const WRITER_PRAGMAS = [
  'journal_mode = WAL',
  'synchronous = FULL',
  'foreign_keys = ON',
  'temp_store = MEMORY',
  CACHE,
]
const DISPOSABLE_PRAGMAS = [
  'journal_mode = WAL',
  'synchronous = OFF',
  'foreign_keys = OFF',
  'temp_store = MEMORY',
  'cache_size = -65536',
  // In pages: what is written again and again comes to the file once.
  'wal_autocheckpoint = 10000',
]
const READER_PRAGMAS = ['query_only = ON', 'temp_store = MEMORY', CACHE]

/**
 * Opens a database: one client that writes, its batches one after another, and one that only reads; a disposable one has
 * the first alone.
 * @param options `url` as TURSO_DATABASE_URL; PRAGMAs are set on `file:` databases only
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const writer = await Pool.open(options, options.disposable === true ? DISPOSABLE_PRAGMAS : WRITER_PRAGMAS)
  // What another connection wrote is read from the file again: where nobody else reads, the writer's own pages serve.
  const reader = options.disposable === true ? writer : await Pool.open(options, READER_PRAGMAS)
  return {
    as: (role) => connection(role, reader, writer),
    plans: (names) => explainPlans((sql) => reader.run((client) => client.execute(sql)), names),
    close() {
      if (reader !== writer) reader.client.close()
      writer.client.close()
    },
  }
}

/** Runs one thing that may meet another process's lock, until it goes through; for writes that may run twice. */
export async function retryBusy<T>(work: () => Promise<T>, attempts = 60): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof DatabaseBusy) || attempt >= attempts) throw error
      await pause(attempt)
    }
  }
}

/** By itself `fetch` waits five minutes for a peer that says nothing, and every queued command with it. */
function impatientFetch(ms: number): (request: Request) => Promise<Response> {
  return (request) => fetch(request, { signal: AbortSignal.timeout(ms) })
}

const READ_ATTEMPTS = 3

/** A read whose answer got lost is asked again: it changed nothing. */
async function repeatRead<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await retryBusy(work)
    } catch (error) {
      if (!(error instanceof AnswerLost) || attempt >= READ_ATTEMPTS) throw error
      await pause(attempt)
    }
  }
}

/** Waits before attempt `attempt + 1`: exponential from 2 ms to 100 ms, with jitter. */
export async function pause(attempt: number): Promise<void> {
  const bound = Math.min(100, 2 ** attempt)
  await new Promise((resolve) => setTimeout(resolve, bound / 2 + (Math.random() * bound) / 2))
}

class Pool {
  #tail: Promise<unknown> = Promise.resolve()

  private constructor(
    readonly client: Client,
    private readonly pragmas: readonly string[],
    private readonly esArchivo: boolean,
  ) {}

  static async open(
    { url, authToken, answerWithin = ANSWER_WITHIN_MS }: DatabaseOptions,
    pragmas: readonly string[],
  ): Promise<Pool> {
    const esArchivo = url.startsWith('file:')
    const auth = authToken === undefined ? {} : { authToken }
    // PRAGMAs hold for one connection: a file database gets exactly one per client.
    const how = esArchivo
      ? { concurrency: 1, timeout: BUSY_TIMEOUT_MS }
      : { fetch: impatientFetch(answerWithin) }
    const pool = new Pool(
      createClient({ url, intMode: 'number', ...auth, ...how }),
      esArchivo ? pragmas : [],
      esArchivo,
    )
    await retryBusy(() => pool.run(() => pool.prepare()))
    return pool
  }

  async prepare(): Promise<void> {
    for (const pragma of this.pragmas) await this.client.execute(`PRAGMA ${pragma}`)
  }

  /** @throws DatabaseBusy, AnswerLost, or what the database says of the statement */
  async run<T>(work: (client: Client) => Promise<T>): Promise<T> {
    if (this.esArchivo) return await this.inTurn(() => this.runOnFile(work))
    // Each remote batch has a stream of its own, that ends with it: there is nothing to renew.
    return await work(this.client).catch((error: unknown) => {
      throw remoteFailure(error)
    })
  }

  /** Renewing belongs to the turn: the next one would run on a connection without PRAGMAs, or one that is closed under it. */
  private async runOnFile<T>(work: (client: Client) => Promise<T>): Promise<T> {
    try {
      return await work(this.client)
    } catch (error) {
      if (!isBusy(error)) throw error
      await this.renew()
      throw new DatabaseBusy('another process holds the database', { cause: error })
    }
  }

  /**
   * A file answers within the turn of the event loop that it is asked in: one after another, so that none is timed with
   * what others took.
   */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#tail.then(work)
    this.#tail = turn.catch(() => undefined)
    return turn
  }

  /** After SQLITE_BUSY the driver leaves a statement open, and would acknowledge later writes and lose them. */
  private async renew(): Promise<void> {
    this.client.reconnect()
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.prepare()
      } catch (error) {
        if (!isBusy(error) || attempt > 60) throw error
        this.client.reconnect()
        await pause(attempt)
      }
    }
  }
}

function connection(role: DbRole, reader: Pool, writer: Pool): Connection {
  async function all<Row>(query: Query<Row>, args: Args = []): Promise<Row[]> {
    checkStatement(query, role)
    const { rows } = await repeatRead(() =>
      reader.run((client) => timed(query.name, found, () => client.execute({ sql: query.sql, args }))),
    )
    return rows.map((row) => query.row.parse(row))
  }
  return {
    all,
    first: async (query, args) => (await all(query, args))[0] ?? null,
    async batch(items) {
      for (const { statement } of items) checkStatement(statement, role)
      const statements = items.map(({ statement, args }) => ({ sql: statement.sql, args }))
      const shape = shapeOf(items)
      return await writer.run((client) => timed(shape, written, () => client.batch(statements, 'write')))
    },
  }
}

/** A batch is one round trip and one shape: the names of its statements, each once. */
function shapeOf(items: readonly BatchItem[]): string {
  const [first] = items
  if (items.length === 1 && first) return first.statement.name
  return [...new Set(items.map(({ statement }) => statement.name))].join(' + ')
}

const found = ({ rows }: ResultSet) => rows.length
const written = (results: readonly ResultSet[]) =>
  results.reduce((sum, { rowsAffected }) => sum + rowsAffected, 0)

async function timed<T>(shape: string, rowsOf: (result: T) => number, work: () => Promise<T>): Promise<T> {
  const since = clock()
  try {
    const result = await work()
    observe('sql', shape, since, rowsOf(result))
    return result
  } catch (error) {
    observe('sql', shape, since, 0, true)
    throw error
  }
}
