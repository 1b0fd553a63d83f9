/** What a Redis server answers: RESP without its statuses' and errors' own types. */
export type RedisReply = string | number | null | readonly RedisReply[]

/** An error that the server itself answered, such as WRONGTYPE or OOM: the connection is in order. */
export class RedisReplyError extends Error {
  override readonly name = 'RedisReplyError'
}

/** The server can't be reached, does not answer in time, or is not asked because it did not a moment ago. */
export class RedisUnavailable extends Error {
  override readonly name = 'RedisUnavailable'
}
