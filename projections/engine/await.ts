import type { Connection } from '@/db/client'
import { readCheckpoints } from './checkpoints'
import type { CatchUpName } from './projection'

const LOOK_EVERY_MS = 30

/**
 * Waits until projections have come to a position of the log.
 * @param within for how long at most, in milliseconds
 * @returns false where one of them had not come so far by then
 */
export async function awaitProjection(
  db: Connection,
  nombres: readonly CatchUpName[],
  posicion: number,
  within: number,
): Promise<boolean> {
  const until = performance.now() + within
  for (;;) {
    const checkpoints = await readCheckpoints(db)
    if (nombres.every((nombre) => (checkpoints.get(nombre)?.posicion ?? 0) >= posicion)) return true
    if (performance.now() + LOOK_EVERY_MS > until) return false
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
}
