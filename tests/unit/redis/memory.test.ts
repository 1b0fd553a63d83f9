import { describe, expect, it } from 'vitest'
import { MemoryRedis } from '@/redis/memory/server'
import { Store } from '@/redis/memory/store'

function bench() {
  let clock = 1_000_000
  const redis = new MemoryRedis(() => clock)
  return {
    run: (...command: (string | number)[]) => redis.run(command),
    at: (milliseconds: number) => {
      clock = 1_000_000 + milliseconds
    },
  }
}

// What a real server can't be asked without waiting; all else is in tests/property/redis.test.ts.
describe('the life of a key in the in-process store', () => {
  // Redis's keyIsExpired is `now > when`. Mutant seen to fail: `>` for `>=` in the store.
  it('lasts up to its very last millisecond', () => {
    const { run, at } = bench()
    run('SET', 'k', 'x', 'PX', 1500)
    at(1500)
    expect([run('GET', 'k'), run('PTTL', 'k'), run('TTL', 'k')]).toEqual(['x', 0, 0])
    at(1501)
    expect([run('GET', 'k'), run('PTTL', 'k'), run('DBSIZE')]).toEqual([null, -2, 0])
  })

  // Redis's ttlGenericCommand: (ttl + 500) / 1000. Mutant seen to fail: Math.floor.
  it('is told in seconds to the nearest one', () => {
    const { run, at } = bench()
    run('SET', 'k', 'x', 'PX', 10_000)
    const told = [0, 500, 501, 8500, 8501, 9501].map((passed) => {
      at(passed)
      return run('TTL', 'k')
    })
    expect(told).toEqual([10, 10, 9, 2, 1, 0])
  })

  it('goes on through what changes the value, and ends with SET and with DEL', () => {
    const { run, at } = bench()
    run('RPUSH', 'l', 'a')
    run('PEXPIRE', 'l', 100)
    run('RPUSH', 'l', 'b')
    run('LMOVE', 'l', 'l', 'LEFT', 'RIGHT')
    expect(run('PTTL', 'l')).toBe(100)
    run('SET', 'l', 'x')
    expect(run('PTTL', 'l')).toBe(-1)
    run('PEXPIRE', 'l', 100)
    run('DEL', 'l')
    run('RPUSH', 'l', 'a')
    at(5000)
    expect(run('LRANGE', 'l', 0, -1)).toEqual(['a'])
  })

  // Mutant seen to fail: no sweep.
  it('leaves nothing behind that nobody asks for again', () => {
    let clock = 0
    const store = new Store(() => clock)
    for (let n = 0; n < 5000; n++) {
      clock += 10
      store.set(`k${n}`, { type: 'string', text: 'x' }, clock + 100)
    }
    expect(store.held).toBeLessThan(1100)
    expect(store.size).toBe(11)
  })
})
