import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Connection } from '@/db/client'
import { removeScratch } from '@/db/scratch'
import type { Difference } from './compare'
import type { ProjectionName } from './projection'
import { type RebuildProgress, type RebuildReport, rebuildProjections } from './rebuild'

/**
 * Folds the log and compares every column of every row of these projections with what it adds up to; commands may be
 * served meanwhile. A projection that is behind is compared where it stands.
 * @param db a connection under `admin`
 * @throws UnreadableEvent, or what a reducer says of a broken history: a gap, no creation first
 */
export async function compareWithLog(
  db: Connection,
  nombres: readonly ProjectionName[],
  onProgress?: (progress: RebuildProgress) => void,
): Promise<RebuildReport> {
  const path = join(tmpdir(), `bitacora-sombra-${process.pid}-${randomBytes(6).toString('hex')}.db`)
  const listen = onProgress ? { onProgress } : {}
  try {
    return await rebuildProjections({ db, nombres, path, repair: false, ...listen })
  } finally {
    await removeScratch(path)
  }
}

/** What differs from the log, the first thousand; nothing where the projections are what it says. See compareWithLog. */
export async function verifyProjections(
  db: Connection,
  nombres: readonly ProjectionName[] = ['usuarios', 'tickets'],
): Promise<readonly Difference[]> {
  return (await compareWithLog(db, nombres)).differences
}
