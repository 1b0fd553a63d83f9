import type { Connection } from '@/db/client'
import { readCheckpoints } from './checkpoints'
import type { CatchUpName } from './projection'

/** A projection that is at its ordinary work is there within milliseconds; one that is not is asked less and less often. */
const [FIRST_PAUSE_MS, LONGEST_PAUSE_MS] = [2, 32]

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
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    const checkpoints = await readCheckpoints(db)
    if (nombres.every((nombre) => (checkpoints.get(nombre)?.posicion ?? 0) >= posicion)) return true
    if (performance.now() + pause > until) return false
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
}
