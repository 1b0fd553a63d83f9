import { Redis as TcpClient } from 'ioredis'
import { z } from 'zod'
import { type RedisReply, RedisReplyError, RedisUnavailable } from './reply'
import type { RedisCommand, Transport } from './requester'

export interface TcpTransport extends Transport {
  close(): void
}

const CONNECT_WITHIN_MS = 2000
const RECONNECT_AFTER_MS = { least: 50, most: 2000 }

/**
 * One's own Redis or Valkey server. A command is sent once and never again by itself: what a lost answer had done is
 * for the caller to know.
 * @param url redis:// or rediss://
 * @param answerWithin how long an answer is waited for, in milliseconds
 */
export function tcpTransport(url: string, answerWithin: number): TcpTransport {
  const client = new TcpClient(url, {
    commandTimeout: answerWithin,
    connectTimeout: CONNECT_WITHIN_MS,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    retryStrategy: (times) => Math.min(RECONNECT_AFTER_MS.least * 2 ** times, RECONNECT_AFTER_MS.most),
  })
  // Each failed command says so itself; without a listener, ioredis prints every attempt to connect.
  client.on('error', () => undefined)
  return {
    async run([name = '', ...args]) {
      try {
        return toReply(await client.call(String(name), ...args))
      } catch (error) {
        throw translate(error)
      }
    },
    async pipeline(commands) {
      return await many(client.pipeline(commands.map(words)).exec())
    },
    async transaction(commands) {
      return await many(client.multi(commands.map(words)).exec())
    },
    close: () => client.disconnect(),
  }
}

// ioredis finds a pipeline's commands by their names as methods, which are written small.
function words([name = '', ...args]: RedisCommand): (string | number)[] {
  return ['call', String(name), ...args]
}

async function many(
  answers: Promise<[Error | null, unknown][] | null>,
): Promise<readonly (RedisReply | RedisReplyError)[]> {
  try {
    return ((await answers) ?? []).map(([error, reply]) => {
      if (error === null) return toReply(reply)
      const translated = translate(error)
      if (translated instanceof RedisReplyError) return translated
      throw translated
    })
  } catch (error) {
    throw translate(error)
  }
}

function translate(error: unknown): Error {
  if (error instanceof RedisReplyError || error instanceof RedisUnavailable) return error
  if (!(error instanceof Error)) return new RedisUnavailable(String(error))
  return error.name === 'ReplyError'
    ? new RedisReplyError(error.message)
    : new RedisUnavailable(error.message)
}

const Reply: z.ZodType<RedisReply> = z.union([z.string(), z.number(), z.null(), z.lazy(() => z.array(Reply))])

function toReply(answer: unknown): RedisReply {
  return Reply.parse(answer)
}
