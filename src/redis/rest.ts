import { Redis, type Requester, type UpstashRequest } from '@upstash/redis'
import { causeOf, errorOfAnswer, RedisUnavailable } from './reply'
import { errorsIn } from './requester'

/** The client of `@upstash/redis` with its requester in sight: what watches over it stands in front of that. */
class RestClient extends Redis {
  get requester(): Requester {
    return this.client
  }
}

/**
 * Upstash's REST form.
 * @param answerWithin how long an answer is waited for, in milliseconds
 * @see https://upstash.com/docs/redis/features/restapi
 */
export function restRequester(url: string, token: string, answerWithin: number): Requester {
  const { requester } = new RestClient({
    url,
    token,
    // A request that got no answer may have been carried out: nothing is sent twice without the caller's knowing.
    // (`retry: false` is one try more.)
    retry: { retries: 0 },
    signal: () => AbortSignal.timeout(answerWithin),
    enableTelemetry: false,
    enableAutoPipelining: false,
    automaticDeserialization: false,
  })
  return {
    async request<Result>(req: UpstashRequest) {
      const answer = await requester.request<Result>(req).catch((error: unknown) => {
        throw translate(error, req, answerWithin)
      })
      const alone = !Array.isArray(answer)
      for (const failed of errorsIn(answer).map(errorOfAnswer)) {
        if (alone || failed instanceof RedisUnavailable) throw failed
      }
      return answer
    },
  }
}

// An UpstashError is what the server answered with a status that is no success; the rest is the network.
function translate(error: unknown, { body }: UpstashRequest, within: number): Error {
  if (!(error instanceof Error)) return new RedisUnavailable(String(error))
  if (error.name === 'TimeoutError') return new RedisUnavailable(`no answer in ${within} ms`)
  if (error.name === 'UpstashJSONParseError') return new RedisUnavailable('an answer that is not JSON')
  if (error.name !== 'UpstashError') return new RedisUnavailable(causeOf(error))
  // The client adds the whole command, values and all: no business of a log's.
  return errorOfAnswer(error.message.replace(`, command was: ${JSON.stringify(body)}`, () => ''))
}
