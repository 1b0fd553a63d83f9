/** What a Redis server answers: RESP without its statuses' and errors' own types. */
export type RedisReply = string | number | null | readonly RedisReply[]

/** An error that the server itself answered, such as WRONGTYPE or OOM: the connection is in order. */
export class RedisReplyError extends Error {
  override readonly name = 'RedisReplyError'
}

/** The server can't be reached or serves nobody, does not answer in time, or is not asked because it did not a moment ago. */
export class RedisUnavailable extends Error {
  override readonly name = 'RedisUnavailable'
}

// What a server says to every command alike, until somebody mends it or it has come to itself.
const SERVES_NOBODY = [
  /^(NOAUTH|WRONGPASS|LOADING|BUSY|MASTERDOWN|CLUSTERDOWN) /,
  // https://upstash.com/docs/redis/troubleshooting/max_daily_request_limit
  /^ERR max .*limit exceeded/,
]

/** The error that a server's own words stand for. What has no code of Redis before it comes from what is in front of it. */
export function errorOfAnswer(message: string): RedisReplyError | RedisUnavailable {
  const fromRedis = /^[A-Z]+ /.test(message)
  const serves = fromRedis && !SERVES_NOBODY.some((words) => words.test(message))
  return serves ? new RedisReplyError(message) : new RedisUnavailable(message)
}

/** Why there was no answer, in the words of whoever knows it: wrappers such as "fetch failed" say nothing. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof AggregateError && error.errors.length > 0) return causeOf(error.errors[0])
  return error.cause === undefined ? error.message : causeOf(error.cause)
}
