import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { SqliteConnection } from './connection'
import { RequestRefused } from './errors'
import { equalSecrets } from './secrets'

/** A stream: a connection of its own, and the SQL texts that the client stored on it. */
export interface Stream {
  readonly id: string
  readonly connection: SqliteConnection
  readonly sqls: Map<number, string>
  /** Of the baton that the next request must bring. */
  turn: number
  state: 'taken' | 'waiting' | 'closed'
  /** When its transaction began, or null outside one. */
  since: number | null
  timer: NodeJS.Timeout | undefined
}

export interface StreamOptions {
  readonly file: string
  /** How long a stream waits for the write lock, in milliseconds. */
  readonly patience: number
  /** How long a stream may idle, and a transaction last, between two requests. */
  readonly lifetime: number
}

/** The streams of a server, found again by their batons. */
export class Streams {
  readonly #open = new Map<string, Stream>()
  readonly #expired = new Set<string>()
  readonly #idle: SqliteConnection[] = []
  readonly #key = randomBytes(32)

  constructor(private readonly options: StreamOptions) {}

  /** A new stream without a baton, the one it stands for with one. @throws RequestRefused */
  acquire(baton: string | null): Stream {
    if (baton === null) return this.#create()
    const [id = '', turn = '', mac = ''] = baton.split('.')
    if (!equalSecrets(mac, this.#sign(id, turn)))
      throw new RequestRefused(400, 'BATON_INVALID', 'The baton is invalid')
    const stream = this.#open.get(id)
    if (this.#expired.has(id) || !stream) throw expired()
    if (stream.state !== 'waiting' || stream.turn !== Number(turn))
      throw new RequestRefused(400, 'BATON_REUSED', 'Received baton has already been used')
    clearTimeout(stream.timer)
    stream.state = 'taken'
    stream.turn++
    return stream
  }

  /** Puts a stream back until its next request. @returns its baton, or null when it was closed */
  release(stream: Stream): string | null {
    if (stream.state === 'closed') return null
    stream.state = 'waiting'
    const now = performance.now()
    stream.since = stream.connection.isAutocommit ? null : (stream.since ?? now)
    const left = this.options.lifetime - (now - (stream.since ?? now))
    stream.timer = setTimeout(() => this.expire(stream), Math.max(0, left)).unref()
    const turn = String(stream.turn)
    return `${stream.id}.${turn}.${this.#sign(stream.id, turn)}`
  }

  /** Closes a stream; what it had open is rolled back. */
  close(stream: Stream): void {
    if (stream.state === 'closed') return
    stream.state = 'closed'
    clearTimeout(stream.timer)
    this.#open.delete(stream.id)
    if (stream.connection.isClean) this.#idle.push(stream.connection)
    else stream.connection.close()
  }

  /** Cuts a stream off, as one that idled or held its transaction for too long. */
  expire(stream: Stream): void {
    this.#expired.add(stream.id)
    this.close(stream)
  }

  /** Cuts every waiting stream off. */
  expireAll(): void {
    for (const stream of this.#open.values()) if (stream.state === 'waiting') this.expire(stream)
  }

  closeAll(): void {
    for (const stream of this.#open.values()) this.close(stream)
    for (const connection of this.#idle.splice(0)) connection.close()
  }

  #create(): Stream {
    const { file, patience } = this.options
    const connection = this.#idle.pop() ?? new SqliteConnection(file, patience)
    const stream: Stream = {
      id: randomUUID(),
      connection,
      sqls: new Map(),
      turn: 0,
      state: 'taken',
      since: null,
      timer: undefined,
    }
    this.#open.set(stream.id, stream)
    return stream
  }

  #sign(id: string, turn: string): string {
    return createHmac('sha256', this.#key).update(`${id}.${turn}`).digest('base64url')
  }
}

/** What a client gets whose stream is gone. */
export function expired(): RequestRefused {
  return new RequestRefused(404, 'STREAM_EXPIRED', 'The stream has expired due to inactivity')
}
