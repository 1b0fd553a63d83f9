import type { Requester, UpstashResponse } from '@upstash/redis'

/** What became of a command, as told by hand. */
type Outcome = Error | UpstashResponse<unknown>

/** A requester whose answers a test gives when it wants to, in any order. */
export interface Hand extends Requester {
  /** The commands that came in, by their order, each to be settled once. */
  readonly waiting: ((outcome: Outcome) => void)[]
}

export function handRequester(): Hand {
  const waiting: Hand['waiting'] = []
  return {
    waiting,
    request<Result>() {
      return new Promise<UpstashResponse<Result>>((resolve, reject) => {
        // The client types each answer itself, by the command that it sent.
        waiting.push((outcome) =>
          outcome instanceof Error ? reject(outcome) : resolve(outcome as UpstashResponse<Result>),
        )
      })
    },
  }
}
