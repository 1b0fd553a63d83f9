import { awaitProjection } from '@projections/engine/await'
import type { CatchUpName } from '@projections/engine/projection'
import { cookies } from 'next/headers'
import { cache } from 'react'
import { z } from 'zod'
import { POSITION_COOKIE } from '@/i18n/cookies'
import { getRuntime } from '@/runtime'
import { keepCookie } from './keep-cookie'

// Whatever follows the log has done so long before; until then, the person who wrote waits for it or goes round it.
const KEPT_FOR_S = 600
const WAIT_MS = 300

// It comes from outside: whoever makes a greater one up goes past the caches, and shows nobody anything else.
const Position = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).catch(0)

/** The log's position of the last event that this browser is known to have seen; 0 where none is known. */
export const seenPosition = cache(
  async (): Promise<number> => Position.parse((await cookies()).get(POSITION_COOKIE)?.value ?? 0),
)

/** Keeps the position of what this browser has just been told of, so that no page of its own shows less. */
export async function keepPosition(posicion: number): Promise<void> {
  const seen = Position.parse((await cookies()).get(POSITION_COOKIE)?.value ?? 0)
  await keepCookie(POSITION_COOKIE, String(Math.max(seen, posicion)), { maxAge: KEPT_FOR_S })
}

/** Waits a moment for a projection to have come as far as this browser has seen; where it has not, the page goes on. */
export async function awaitSeen(...nombres: readonly CatchUpName[]): Promise<void> {
  const posicion = await seenPosition()
  if (posicion === 0) return
  const db = (await getRuntime()).db.as('api_server')
  await awaitProjection(db, nombres, posicion, WAIT_MS)
}
