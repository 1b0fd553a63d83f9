import { z } from 'zod'

/** A failed attempt. */
export const Attempt = z.object({ fecha: z.string(), intento: z.number(), error: z.string() })
export type Attempt = z.infer<typeof Attempt>

const History = z.array(Attempt)

const KEPT = 20
const ERROR_LENGTH = 500

/** A task's failed attempts, the oldest first, as they are stored. */
export function readHistory(stored: string): Attempt[] {
  return History.parse(JSON.parse(stored))
}

/** The last attempts with one more, as they are stored: bounded in number and length. */
export function addAttempt(stored: string, attempt: Attempt): string {
  const error = attempt.error.slice(0, ERROR_LENGTH)
  return JSON.stringify([...readHistory(stored), { ...attempt, error }].slice(-KEPT))
}

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
