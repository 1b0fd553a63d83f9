import { Redis as TcpClient } from 'ioredis'
import { z } from 'zod'
import { causeOf, errorOfAnswer, type RedisReply, RedisReplyError, RedisUnavailable } from './reply'
import type { RedisCommand, Transport } from './requester'

export interface TcpTransport extends Transport {
  readonly close: () => void
}

// Longer than an answer is waited for: a slow handshake goes on, and serves the next command.
const CONNECT_WITHIN_MS = 5000
const KEEP_ALIVE_AFTER_MS = 30_000
/** How ioredis says that a command did not leave. */
const UNSENT = "Stream isn't writeable"

/**
 * One's own Redis or Valkey server. It is connected to when a command needs it, and again after the connection was
 * lost; a command is sent once and never again by itself: what a lost answer had done is for the caller to know.
 * @param url redis:// or rediss://
 * @param answerWithin how long an answer is waited for, the way there included, in milliseconds
 */
export function tcpTransport(url: string, answerWithin: number): TcpTransport {
  let current: Connection | null = null
  const connection = () => {
    if (current === null || current.ended) current = connect(url)
    return current
  }
  const ask = async <Answer>(send: (client: TcpClient) => Promise<Answer>, again = true): Promise<Answer> => {
    const used = connection()
    try {
      return await askWithin(used, send, answerWithin)
    } catch (error) {
      const translated = translate(error, used.trouble)
      const unsent = translated.message.startsWith(UNSENT)
      // A connection that swallowed a command may be dead without having been closed: the next one gets its own.
      if (error instanceof NoAnswer || unsent) used.client.disconnect()
      if ((error instanceof NoAnswer || unsent) && current === used) current = null
      // It had closed without our having heard of it: nothing went out.
      if (unsent && again) return await ask(send, false)
      throw translated
    }
  }
  return {
    run(command) {
      const [name, ...args] = shout(command)
      return ask(async (client) => toReply(await client.call(name, ...args)))
    },
    pipeline: (commands) => ask(async (client) => many(await client.pipeline(commands.map(words)).exec())),
    multi: (commands) => ask(async (client) => many(await client.multi(commands.map(words)).exec())),
    close() {
      current?.client.disconnect()
      current = null
    },
  }
}

interface Connection {
  readonly client: TcpClient
  readonly ready: Promise<void>
  ended: boolean
  /** What its socket, or the server of it, complained of last. */
  trouble: string | null
}

function connect(url: string): Connection {
  const client = new TcpClient(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    enableReadyCheck: false,
    disableClientInfo: true,
    retryStrategy: () => null,
    keepAlive: KEEP_ALIVE_AFTER_MS,
  })
  const connection: Connection = { client, ready: greet(client), ended: false, trouble: null }
  // Who waits for it hears of it; without a listener, ioredis and Node would print it as nobody's.
  connection.ready.catch(() => client.disconnect())
  client.on('error', (error) => {
    connection.trouble = causeOf(error)
    // A password or a database that is refused: nothing may run on what is left of such a connection.
    if (error.name === 'ReplyError') client.disconnect()
  })
  client.on('end', () => {
    connection.ended = true
  })
  return connection
}

/** Connects; what the server thinks of the password and the database is known once it has answered more. */
async function greet(client: TcpClient): Promise<void> {
  const slow = setTimeout(() => client.disconnect(), CONNECT_WITHIN_MS)
  try {
    await client.connect()
    await client.call('PING')
    if (client.status !== 'ready') throw new Error('the server closed the connection')
  } finally {
    clearTimeout(slow)
  }
}

/** A command was sent, and no answer came in time. */
class NoAnswer extends Error {}

async function askWithin<Answer>(
  { client, ready }: Connection,
  send: (client: TcpClient) => Promise<Answer>,
  within: number,
): Promise<Answer> {
  let [timer, late, sent]: [NodeJS.Timeout | undefined, boolean, boolean] = [undefined, false, false]
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      late = true
      reject(sent ? new NoAnswer(`no answer in ${within} ms`) : new Error(`no connection in ${within} ms`))
    }, within)
  })
  const answer = ready.then(() => {
    if (late) throw new Error('too late to be sent')
    sent = true
    return send(client)
  })
  return await Promise.race([answer, tooLate]).finally(() => clearTimeout(timer))
}

// Written small, ioredis knows a command, and makes an object of HGETALL's answer.
function shout([name = '', ...args]: RedisCommand): [string, ...(string | number)[]] {
  return [String(name).toUpperCase(), ...args]
}

// It finds a pipeline's commands by the names of its methods.
function words(command: RedisCommand): (string | number)[] {
  return ['call', ...shout(command)]
}

/** @throws RedisUnavailable where the server serves nobody */
function many(answers: [Error | null, unknown][] | null): (RedisReply | RedisReplyError)[] {
  return (answers ?? []).map(([error, reply]) => {
    const translated = error === null ? toReply(reply) : translate(error, null)
    if (translated instanceof RedisUnavailable) throw translated
    return translated
  })
}

function translate(error: unknown, trouble: string | null): RedisReplyError | RedisUnavailable {
  if (error instanceof RedisReplyError || error instanceof RedisUnavailable) return error
  const answered = error instanceof Error && error.name === 'ReplyError' ? errorOfAnswer(error.message) : null
  if (answered instanceof RedisReplyError) return answered
  return new RedisUnavailable(trouble ?? answered?.message ?? causeOf(error))
}

const Reply: z.ZodType<RedisReply> = z.union([z.string(), z.number(), z.null(), z.lazy(() => z.array(Reply))])

function toReply(answer: unknown): RedisReply {
  return Reply.parse(answer)
}
