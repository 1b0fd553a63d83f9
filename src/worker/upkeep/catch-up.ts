import { readCheckpoint } from '@projections/engine/checkpoints'
import { Follower } from '@projections/engine/follower'
import { readHead } from '@projections/engine/head'
import { FOLLOWERS } from '@projections/registry'
import { retryBusy } from '@/db/client'
import type { WorkerParts } from '../parts'

/** How far a follower of the log has come; `ajena` has it another process, or a rebuild comes first. */
export interface CaughtUp {
  readonly nombre: string
  readonly estado: 'al_dia' | 'atrasada' | 'ajena' | 'veneno'
  readonly posicion: number
}

const LEASE_MS = 10_000

/** Takes everything that follows the log as far as it goes before an instant: what a server does all the time, once. */
export async function catchUp(
  { db, now, newId }: Pick<WorkerParts, 'db' | 'now' | 'newId'>,
  stopped: () => boolean,
): Promise<CaughtUp[]> {
  const projector = db.as('projector')
  const caught: CaughtUp[] = []
  // The outbox, which is the last, bears the tasks: a projection that is far behind must not hold it up.
  for (const projection of FOLLOWERS.toReversed()) {
    const follower = new Follower(projection, { db: projector, now, titular: newId(), leaseFor: LEASE_MS })
    const followed = await retryBusy(() => follower.follow(stopped))
    await retryBusy(() => follower.release())
    const { posicion } = await readCheckpoint(projector, projection.nombre)
    const behind = followed === 'al_dia' && posicion < (await readHead(projector))
    caught.push({ nombre: projection.nombre, estado: behind ? 'atrasada' : followed, posicion })
  }
  return caught
}
