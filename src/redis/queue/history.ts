import { z } from 'zod'

/** A failed attempt; number 0 is no attempt, but somebody who had it tried again from the beginning. */
export const Attempt = z.object({ fecha: z.string(), intento: z.number(), error: z.string() })
export type Attempt = z.infer<typeof Attempt>

const History = z.array(Attempt)

const KEPT = 20
const ERROR_LENGTH = 500
// What the table takes is 20,000; a little is left for who has it tried again.
const STORED_LENGTH = 19_000

/** A task's failed attempts, the oldest first, as they are stored. */
export function readHistory(stored: string): Attempt[] {
  return History.parse(JSON.parse(stored))
}

/** The first failed attempt since a task was enqueued, or since somebody had it tried again; null where none was. */
export function firstAttempt(stored: string): Attempt | null {
  return firstOf(readHistory(stored))
}

function firstOf(attempts: readonly Attempt[]): Attempt | null {
  return attempts[attempts.findLastIndex(({ intento }) => intento === 0) + 1] ?? null
}

/** The first and the last attempts with one more, as they are stored: bounded in number and length. */
export function addAttempt(stored: string, attempt: Attempt): string {
  const all = [...readHistory(stored), { ...attempt, error: attempt.error.slice(0, ERROR_LENGTH) }]
  const first = firstOf(all)
  for (let kept = KEPT; ; kept--) {
    const last = all.slice(-kept)
    const attempts = first === null || last.includes(first) ? last : [first, ...last.slice(1)]
    const text = JSON.stringify(attempts)
    // What JSON escapes takes six characters instead of one.
    if (text.length <= STORED_LENGTH || kept <= 2) return text
  }
}

/** For so long a task that this build has no code for is left to others. */
const PATIENCE_MS = 24 * 60 * 60_000

const FIRST_MS = 1000
const LONGEST_MS = 5 * 60_000

/**
 * How long to wait after a failed attempt: doubled each time from one second to five minutes, and half of it at random,
 * so that what failed together is not tried together.
 * @param intento 1 after the first
 * @param random from 0 to 1
 * @returns milliseconds
 * @see Brooker, "Exponential Backoff and Jitter" (equal jitter), AWS Architecture Blog, 2015
 */
export function backoff(intento: number, random: number): number {
  const bound = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(intento - 1, 30))
  return Math.round(bound / 2 + (random * bound) / 2)
}

/**
 * How long to leave a task to workers of another build: as long again as it has waited, from one second to five minutes.
 * @param since when this was tried first
 * @returns milliseconds; null where it has waited for a day
 */
export function postponement(since: number, now: number, random: number): number | null {
  const waited = now - since
  if (waited >= PATIENCE_MS) return null
  const bound = Math.min(LONGEST_MS, Math.max(FIRST_MS, waited))
  return Math.round(bound / 2 + (random * bound) / 2)
}
