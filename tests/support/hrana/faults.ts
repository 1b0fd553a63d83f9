/**
 * What goes wrong with one request:
 * `delay` it is answered late; `drop-before` the connection breaks before anything was executed; `drop-after` it
 * breaks after everything was; `zombie` it breaks at once, and what was sent is executed later all the same;
 * `gateway` something else answers in the server's place, before or after; `reset` the answer stops in its middle;
 * `expired` the stream is told to be gone, and nothing is executed; `silence` no answer comes, though it may have
 * been executed.
 */
export type HranaFault =
  | { readonly kind: 'delay' | 'zombie'; readonly ms: number }
  | { readonly kind: 'drop-before' | 'drop-after' | 'reset' | 'expired' }
  | { readonly kind: 'silence'; readonly executed: boolean }
  | {
      readonly kind: 'gateway'
      readonly status: 200 | 500 | 502 | 503
      readonly executed: boolean
      /** Sent as if it were JSON; without it, a page. */
      readonly json?: string
    }

/** Asked once per pipeline request, in order of arrival; null where all goes well. */
export type FaultSource = () => HranaFault | null

export const CALM: FaultSource = () => null

/** These faults in order, then calm. */
export function queuedFaults(faults: readonly (HranaFault | null)[]): FaultSource {
  const left = [...faults]
  return () => left.shift() ?? null
}

/** One of each kind but silence, which is as long as its client is patient; with delays of a few milliseconds. */
export const EVERY_FAULT: readonly HranaFault[] = [
  { kind: 'delay', ms: 3 },
  { kind: 'zombie', ms: 0 },
  { kind: 'zombie', ms: 8 },
  { kind: 'drop-before' },
  { kind: 'drop-after' },
  { kind: 'reset' },
  { kind: 'expired' },
  { kind: 'gateway', status: 500, executed: false },
  { kind: 'gateway', status: 502, executed: true },
  { kind: 'gateway', status: 503, executed: false, json: 'null' },
  { kind: 'gateway', status: 503, executed: true, json: '{"message":' },
  { kind: 'gateway', status: 200, executed: true, json: '' },
]

/**
 * Faults drawn from a seed: the same seed, the same faults in the same order.
 * @param rate how many of a hundred requests meet one
 */
export function seededFaults(seed: number, rate: number): FaultSource {
  let state = seed >>> 0
  const draw = () => {
    // A linear congruential step: good enough to choose by, and the same on every machine.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  return () => (draw() * 100 < rate ? (EVERY_FAULT[Math.floor(draw() * EVERY_FAULT.length)] ?? null) : null)
}
