import type { Requester } from '@upstash/redis'
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
}

/** A requester that stops asking a server which does not answer, and tries it again with one command at a time. */
export interface Breaker extends Requester {
  readonly state: BreakerState
}

/** @see Nygard, Release It!, "Circuit Breaker" */
export function withBreaker(inner: Requester, { now, failures, openFor }: BreakerOptions): Breaker {
  let state: BreakerState = { circuito: 'cerrado', desde: now(), ultimoError: null }
  let [failed, pause] = [0, openFor.least]
  const become = (circuito: BreakerState['circuito'], ultimoError: string | null) => {
    const desde = circuito === state.circuito ? state.desde : now()
    state = { circuito, desde, ultimoError }
  }
  const admit = () => {
    if (state.circuito === 'cerrado') return
    const rested = state.circuito === 'abierto' && now() >= state.desde + pause
    if (!rested) throw new RedisUnavailable(state.ultimoError ?? 'circuit open')
    become('a_prueba', state.ultimoError)
  }
  const succeed = () => {
    failed = 0
    pause = openFor.least
    become('cerrado', null)
  }
  const fail = (message: string) => {
    failed += 1
    if (state.circuito === 'a_prueba') pause = Math.min(pause * 2, openFor.most)
    else if (failed < failures) return become(state.circuito, message)
    become('abierto', message)
  }
  return {
    get state() {
      return state
    },
    async request(req) {
      admit()
      try {
        const answer = await inner.request(req)
        succeed()
        return answer as never
      } catch (error) {
        // The server answered: it is there.
        if (error instanceof RedisReplyError) succeed()
        else fail(error instanceof Error ? error.message : String(error))
        throw error
      }
    },
  }
}
