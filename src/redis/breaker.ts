import type { Requester, UpstashRequest } from '@upstash/redis'
import { count } from '../metrics/counters'
import { RedisReplyError, RedisUnavailable } from './reply'

/** What is known of the way to the server. */
export interface BreakerState {
  /** `cerrado`: commands pass. `abierto`: none is sent. `a_prueba`: one is on its way to find out. */
  readonly circuito: 'cerrado' | 'abierto' | 'a_prueba'
  /** Since when it is as it is, in milliseconds of the Unix epoch. */
  readonly desde: number
  readonly ultimoError: string | null
}

export interface BreakerOptions {
  /** Milliseconds of the Unix epoch. */
  readonly now: () => number
  /** So many failures in a row open it. */
  readonly failures: number
  /** How long it stays open at first and at most, in milliseconds; doubled with every probe that fails. */
  readonly openFor: { readonly least: number; readonly most: number }
  /** Is told of every change, with the state that it came from. */
  readonly onChange?: (state: BreakerState, before: BreakerState) => void
}

/** A requester that stops asking a server which does not answer, and tries it again with one command at a time. */
export interface Breaker extends Requester {
  readonly state: BreakerState
}

/**
 * Three failures in a row (or as many as `failures` says) open the circuit: commands are refused at once, with what
 * went wrong last. When it has rested, the next command is sent as a probe, and the rest are refused until that one
 * is back, or as long again. What the server itself answered is no failure: it is there. Refusals are counted as
 * `redis.refused`, the time that has gone by in each state that refuses as `redis.not_closed_ms`.
 * @see Nygard, Release It!, "Circuit Breaker"
 */
export function withBreaker(inner: Requester, options: BreakerOptions): Breaker {
  const circuit = createCircuit(options)
  return {
    get state() {
      return circuit.state
    },
    async request<Result>(req: UpstashRequest) {
      const settle = circuit.admit()
      try {
        const answer = await inner.request<Result>(req)
        settle(null)
        return answer
      } catch (error) {
        if (error instanceof RedisReplyError) settle(null)
        else settle(error instanceof Error ? error : new Error('something thrown that is no error'))
        throw error
      }
    },
  }
}

function createCircuit({ now, failures, openFor, onChange }: BreakerOptions) {
  let state: BreakerState = { circuito: 'cerrado', desde: now(), ultimoError: null }
  let [failed, pause, turn] = [0, openFor.least, 0]
  const become = (circuito: BreakerState['circuito'], ultimoError: string | null) => {
    const before = state
    state = { circuito, desde: now(), ultimoError }
    turn += 1
    if (before.circuito !== 'cerrado')
      count('redis.not_closed_ms', before.circuito, state.desde - before.desde)
    onChange?.(state, before)
  }
  const lengthen = () => {
    pause = Math.min(pause * 2, openFor.most)
  }
  const fail = (message: string) => {
    failed += 1
    if (state.circuito === 'cerrado' && failed < failures) {
      state = { ...state, ultimoError: message }
      return
    }
    if (state.circuito === 'a_prueba') lengthen()
    become('abierto', message)
  }
  const succeed = () => {
    failed = 0
    pause = openFor.least
    if (state.circuito !== 'cerrado') become('cerrado', null)
    else state = { ...state, ultimoError: null }
  }
  return {
    get state() {
      return state
    },
    /** Lets a command pass, which tells in the end what became of it. @throws RedisUnavailable */
    admit(): (error: Error | null) => void {
      if (state.circuito !== 'cerrado') {
        if (now() < state.desde + pause) {
          count('redis.refused', state.circuito)
          throw new RedisUnavailable(state.ultimoError ?? 'being tried')
        }
        // A probe that never came back counts as one that failed.
        if (state.circuito === 'a_prueba') lengthen()
        become('a_prueba', state.ultimoError)
      }
      const admitted = turn
      return (error) => {
        // What was sent before the last change says nothing about the server as it is now.
        if (admitted !== turn) return
        if (error === null) succeed()
        else fail(error.message)
      }
    },
  }
}
