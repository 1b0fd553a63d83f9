import { describe, expect, it } from 'vitest'
import { causeOf, errorOfAnswer } from '@/redis/reply'

describe('what a server says', () => {
  it.each([
    ['WRONGTYPE Operation against a key', 'RedisReplyError'],
    ["OOM command not allowed when used memory > 'maxmemory'.", 'RedisReplyError'],
    ['ERR syntax error', 'RedisReplyError'],
    ["NOPERM this user has no permissions to run the 'set' command", 'RedisReplyError'],
    ['EXECABORT Transaction discarded', 'RedisReplyError'],
    ['NOSCRIPT No matching script.', 'RedisReplyError'],
    ['NOAUTH Authentication required.', 'RedisUnavailable'],
    ['WRONGPASS invalid or missing auth token', 'RedisUnavailable'],
    ['LOADING Redis is loading the dataset in memory', 'RedisUnavailable'],
    ['BUSY Redis is busy running a script.', 'RedisUnavailable'],
    ['ERR max requests limit exceeded. Limit: 500000, Usage: 500000.', 'RedisUnavailable'],
    ['Unauthorized', 'RedisUnavailable'],
    ['Internal Server Error', 'RedisUnavailable'],
  ])('%s: %s', (message, name) => {
    expect(errorOfAnswer(message)).toMatchObject({ name, message })
  })
})

describe('the cause of a failure', () => {
  it('is found behind what wraps it', () => {
    const refused = new Error('connect ECONNREFUSED ::1:6379')
    const both = new AggregateError([refused, new Error('connect ECONNREFUSED 127.0.0.1:6379')])
    expect(causeOf(new TypeError('fetch failed', { cause: both }))).toBe(refused.message)
    expect(causeOf(new Error('solo'))).toBe('solo')
    expect(causeOf('un texto')).toBe('un texto')
  })
})
