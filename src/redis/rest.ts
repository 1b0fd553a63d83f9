import { Redis, type Requester } from '@upstash/redis'
import { RedisReplyError, RedisUnavailable } from './reply'

/** The client of `@upstash/redis` with its requester in sight: what watches over it stands in front of that. */
class RestClient extends Redis {
  get requester(): Requester {
    return this.client
  }
}

/**
 * Upstash's REST form.
 * @param answerWithin how long an answer is waited for, in milliseconds
 */
export function restRequester(url: string, token: string, answerWithin: number): Requester {
  const client = new RestClient({
    url,
    token,
    // A request that got no answer may have been carried out: nothing is sent twice without the caller's knowing.
    retry: false,
    signal: () => AbortSignal.timeout(answerWithin),
    enableTelemetry: false,
    automaticDeserialization: false,
  })
  const { requester } = client
  return {
    async request(req) {
      try {
        return await requester.request(req)
      } catch (error) {
        throw translate(error)
      }
    },
  }
}

// An UpstashError is what the server answered with a status that is no success; the rest is the network.
function translate(error: unknown): Error {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  return name === 'UpstashError' ? new RedisReplyError(message) : new RedisUnavailable(message)
}
