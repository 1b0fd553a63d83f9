import { describe, expect, it } from 'vitest'
import { readCounters } from '@/metrics/counters'
import { type BreakerState, withBreaker } from '@/redis/breaker'
import { RedisReplyError, RedisUnavailable } from '@/redis/reply'
import { handRequester } from '../../support/redis/hand'

const DOWN = new RedisUnavailable('connect ECONNREFUSED 127.0.0.1:6379')
const OOM = new RedisReplyError("OOM command not allowed when used memory > 'maxmemory'.")

function bench() {
  let clock = 1_000_000
  const changes: string[] = []
  const hand = handRequester()
  const onChange = (state: BreakerState, before: BreakerState) =>
    changes.push(`${before.circuito} → ${state.circuito}`)
  const breaker = withBreaker(hand, {
    now: () => clock,
    failures: 3,
    openFor: { least: 500, most: 1500 },
    onChange,
  })
  const send = () => breaker.request({ body: ['GET', 'k'] })
  return {
    breaker,
    hand,
    changes,
    send,
    wait: (milliseconds: number) => {
      clock += milliseconds
    },
    /** Sends one that ends so, and gives what its sender sees. */
    sendAndSee: async (outcome: Error | { result: string }) => {
      const seen = send().then(
        ({ result }) => result,
        (error: unknown) => error,
      )
      hand.waiting.at(-1)?.(outcome)
      return await seen
    },
  }
}

async function opened() {
  const it = bench()
  for (let n = 0; n < 3; n++) await it.sendAndSee(DOWN)
  return it
}

describe('the circuit breaker', () => {
  it('passes answers on, and stays closed below so many failures in a row', async () => {
    const { breaker, sendAndSee } = bench()
    for (let n = 0; n < 5; n++) {
      expect(await sendAndSee(DOWN)).toBe(DOWN)
      expect(await sendAndSee(DOWN)).toBe(DOWN)
      expect(breaker.state).toMatchObject({ circuito: 'cerrado', ultimoError: DOWN.message })
      expect(await sendAndSee({ result: 'x' })).toBe('x')
    }
    expect(breaker.state).toEqual({ circuito: 'cerrado', desde: 1_000_000, ultimoError: null })
  })

  it('opens, and refuses at once with what went wrong', async () => {
    const { breaker, hand, send } = await opened()
    expect(breaker.state).toMatchObject({ circuito: 'abierto', ultimoError: DOWN.message })
    await expect(send()).rejects.toThrow(DOWN)
    expect(hand.waiting).toHaveLength(3)
  })

  // Mutant seen to fail: every error counted as a failure.
  it('stays closed whatever the server itself answers', async () => {
    const { breaker, sendAndSee } = bench()
    for (let n = 0; n < 9; n++) expect(await sendAndSee(OOM)).toBe(OOM)
    expect(breaker.state.circuito).toBe('cerrado')
  })

  // Mutant seen to fail: the circuit half-open lets all pass.
  it('sends one command when it has rested, and refuses the others meanwhile', async () => {
    const { breaker, hand, send, wait } = await opened()
    wait(499)
    await expect(send()).rejects.toThrow(RedisUnavailable)
    wait(1)
    const probe = send()
    expect(breaker.state.circuito).toBe('a_prueba')
    const others = await Promise.allSettled([send(), send()])
    expect(others.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(hand.waiting).toHaveLength(4)
    hand.waiting[3]?.({ result: 'PONG' })
    expect(await probe).toEqual({ result: 'PONG' })
    expect(breaker.state).toMatchObject({ circuito: 'cerrado', ultimoError: null })
  })

  it('closes on a probe that the server refuses: it is there', async () => {
    const { breaker, sendAndSee, wait } = await opened()
    wait(500)
    expect(await sendAndSee(OOM)).toBe(OOM)
    expect(breaker.state.circuito).toBe('cerrado')
  })

  // Mutant seen to fail: the pause not doubled; not held at its most.
  it('rests twice as long after each probe that fails, up to a limit, and begins anew when it has closed', async () => {
    const { breaker, hand, send, sendAndSee, wait } = await opened()
    for (const pause of [500, 1000, 1500, 1500]) {
      wait(pause - 1)
      await expect(send()).rejects.toThrow(DOWN)
      wait(1)
      await sendAndSee(DOWN)
    }
    expect(hand.waiting).toHaveLength(7)
    wait(1500)
    await sendAndSee({ result: 'PONG' })
    for (let n = 0; n < 3; n++) await sendAndSee(DOWN)
    wait(500)
    expect(await sendAndSee({ result: 'x' })).toBe('x')
    expect(breaker.state.circuito).toBe('cerrado')
  })

  // Mutant seen to fail: a circuit half-open that waits for its probe for ever.
  it('gives a probe up that never comes back, and sends another', async () => {
    const { breaker, hand, send, sendAndSee, wait } = await opened()
    wait(500)
    const hung = send().catch((error: unknown) => error)
    wait(500)
    expect(await sendAndSee({ result: 'x' })).toBe('x')
    expect(breaker.state.circuito).toBe('cerrado')
    hand.waiting[3]?.(DOWN)
    expect(await hung).toBe(DOWN)
    expect(breaker.state).toMatchObject({ circuito: 'cerrado', ultimoError: null })
  })

  // Mutant seen to fail: outcomes counted whenever their command was sent.
  it('learns nothing from commands that were sent before it last changed', async () => {
    const { breaker, hand, send, wait } = bench()
    const sent = Array.from({ length: 6 }, () => send().catch((error: unknown) => error))
    for (const settle of hand.waiting.slice(0, 3)) settle(DOWN)
    await Promise.all(sent.slice(0, 3))
    wait(500)
    const probe = send()
    hand.waiting[3]?.(DOWN)
    hand.waiting[4]?.({ result: 'tarde' })
    await Promise.all([sent[3], sent[4]])
    expect(breaker.state.circuito).toBe('a_prueba')
    hand.waiting[6]?.({ result: 'PONG' })
    await probe
    hand.waiting[5]?.(DOWN)
    await sent[5]
    expect(breaker.state).toMatchObject({ circuito: 'cerrado', ultimoError: null })
  })

  it('tells every change, and counts what it refused and for how long', async () => {
    const before = readCounters()
    const { changes, send, sendAndSee, wait } = await opened()
    await expect(send()).rejects.toThrow(DOWN)
    wait(700)
    await sendAndSee({ result: 'x' })
    expect(changes).toEqual(['cerrado → abierto', 'abierto → a_prueba', 'a_prueba → cerrado'])
    const after = readCounters()
    const grown = (name: string, label: string) => (after[name]?.[label] ?? 0) - (before[name]?.[label] ?? 0)
    expect([grown('redis.refused', 'abierto'), grown('redis.not_closed_ms', 'abierto')]).toEqual([1, 700])
  })
})
