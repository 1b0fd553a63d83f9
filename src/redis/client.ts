import { Redis, type Requester } from '@upstash/redis'
import { type BreakerOptions, type BreakerState, withBreaker } from './breaker'
import { memoryTransport } from './memory/transport'
import { metered } from './metered'
import { RedisReplyError } from './reply'
import { requesterOver } from './requester'
import { restRequester } from './rest'
import type { Script } from './script'
import { tcpTransport } from './tcp'

/** By itself the client reads every text as JSON, and gives back another value than was put in. */
class PlainClient extends Redis {
  constructor(requester: Requester) {
    super(requester)
    this.opts = { automaticDeserialization: false }
  }
}

/** Where Redis is: Upstash's REST, a server of one's own, or a store in this process. */
export type RedisConfig =
  | { readonly tipo: 'rest'; readonly url: string; readonly token: string }
  | { readonly tipo: 'tcp'; readonly url: string }
  | { readonly tipo: 'memoria' }

export interface RedisService {
  readonly tipo: RedisConfig['tipo']
  /**
   * The client; values come as the text that they were put in as, HGETALL and its like as the flat list that Redis
   * answers. A pipeline's `exec({ keepErrors: true })` gives each command's own answer; without it the first error is
   * thrown as UpstashError.
   * @throws RedisUnavailable, RedisReplyError
   */
  readonly redis: Redis
  /** Whether commands pass, and since when. */
  readonly state: BreakerState
  /**
   * Runs a script by its SHA-1, sending its text only to a server that doesn't know it yet.
   * @throws RedisUnavailable, what the server answers, ZodError where that is not what the script gives
   */
  run<Reply>(
    script: Script<Reply>,
    keys: readonly string[],
    args: readonly (string | number)[],
  ): Promise<Reply>
  readonly close: () => void
}

export interface RedisOptions {
  /** Milliseconds of the Unix epoch. */
  readonly now: () => number
  /** How long an answer is waited for, in milliseconds. */
  readonly answerWithin?: number
  /** Stands between the client and its transport: a test's faults. */
  readonly around?: (requester: Requester) => Requester
  /** Is told whenever the circuit opens, is tried or closes. */
  readonly onChange?: BreakerOptions['onChange']
}

// A page never waits longer for a cache than the database itself would take.
const ANSWER_WITHIN_MS = 500
const BREAKER = { failures: 3, openFor: { least: 500, most: 15_000 } }

/** Opens the one Redis client of a process. Nothing is sent before the first command, and nothing fails here. */
export function openRedis(config: RedisConfig, options: RedisOptions): RedisService {
  const { now, answerWithin = ANSWER_WITHIN_MS, around = (requester) => requester, onChange } = options
  const { requester, close } = transportOf(config, now, answerWithin)
  const breaker = withBreaker(metered(around(requester)), { now, ...BREAKER, ...(onChange && { onChange }) })
  const redis = new PlainClient(breaker)
  return {
    tipo: config.tipo,
    redis,
    get state() {
      return breaker.state
    },
    async run(script, keys, args) {
      const [names, words] = [[...keys], args.map(String)]
      try {
        return script.reply.parse(await redis.evalsha(script.sha, names, words))
      } catch (error) {
        if (!isNoScript(error)) throw error
        return script.reply.parse(await redis.eval(script.lua, names, words))
      }
    },
    close,
  }
}

function isNoScript(error: unknown): boolean {
  return error instanceof RedisReplyError && error.message.startsWith('NOSCRIPT')
}

function transportOf(
  config: RedisConfig,
  now: () => number,
  answerWithin: number,
): { readonly requester: Requester; readonly close: () => void } {
  switch (config.tipo) {
    case 'rest':
      return { requester: restRequester(config.url, config.token, answerWithin), close: () => undefined }
    case 'tcp': {
      const transport = tcpTransport(config.url, answerWithin)
      return { requester: requesterOver(transport), close: transport.close }
    }
    case 'memoria':
      return { requester: requesterOver(memoryTransport(now)), close: () => undefined }
  }
}
