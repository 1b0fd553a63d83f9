import type { Requester, UpstashRequest } from '@upstash/redis'
import { count } from '../metrics/counters'
import { traced } from '../metrics/tracing'
import { RedisReplyError } from './reply'
import { errorsIn } from './requester'

/**
 * Counts what is sent to Redis and how it went: `redis.commands` by the form they were sent in, `redis.failures` by the
 * code of the server's answer (`OOM`, `WRONGTYPE`, …), or `unavailable`.
 */
export function metered(inner: Requester): Requester {
  return {
    async request<Result>(req: UpstashRequest) {
      const form = req.path?.[0] ?? 'single'
      count('redis.commands', form, form !== 'single' && Array.isArray(req.body) ? req.body.length : 1)
      try {
        const answer = await traced('redis', { forma: form }, () => inner.request<Result>(req))
        for (const error of errorsIn(answer)) count('redis.failures', codeOf(error))
        return answer
      } catch (error) {
        count('redis.failures', error instanceof RedisReplyError ? codeOf(error.message) : 'unavailable')
        throw error
      }
    },
  }
}

function codeOf(message: string): string {
  return message.split(' ', 1)[0] ?? ''
}
