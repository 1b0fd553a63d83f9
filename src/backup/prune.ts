import { z } from 'zod'
import { listBackups, removeBackup, type StoredBackup, sweepFolder } from './formato/folder'

/** For how long backups are kept. */
export interface Retention {
  readonly diasCompletas: number
  readonly horasIncrementales: number
}

const HOUR_MS = 60 * 60_000

/**
 * Which backups nothing needs any more. Kept are the young ones of each kind, the newest full one however old, the newest
 * of all, and whatever a kept one goes on from.
 */
export function pruneable(
  copias: readonly StoredBackup[],
  { diasCompletas, horasIncrementales }: Retention,
  now: number,
): StoredBackup[] {
  const byId = new Map(copias.map((copia) => [copia.manifest.id, copia]))
  const incremental = now - horasIncrementales * HOUR_MS
  const oldest = { completa: now - diasCompletas * 24 * HOUR_MS, incremental, continua: incremental }
  const kept = new Set<string>()
  const keep = (copia: StoredBackup | undefined): void => {
    for (let one = copia; one && !kept.has(one.manifest.id); one = byId.get(one.manifest.anterior?.id ?? ''))
      kept.add(one.manifest.id)
  }
  for (const copia of copias) {
    const { clase, fecha } = copia.manifest
    if (Date.parse(fecha) >= oldest[clase]) keep(copia)
  }
  keep(copias.findLast(({ manifest }) => manifest.clase === 'completa'))
  keep(copias.at(-1))
  return copias.filter(({ manifest }) => !kept.has(manifest.id))
}

/** What a pruning took away. */
export const PruneReport = z.object({
  quitadas: z.array(z.string()).readonly(),
  quedan: z.number(),
  /** Bytes that are free again. */
  liberados: z.number(),
})
export type PruneReport = z.infer<typeof PruneReport>

/**
 * Takes away what nothing needs any more, the youngest first: a kill in the middle leaves no backup without the one that
 * it goes on from. What can't be read is left for people to look at.
 * @param dryRun only says what would go
 */
export async function pruneBackups(
  carpeta: string,
  retention: Retention,
  now: number,
  dryRun = false,
): Promise<PruneReport> {
  const { copias } = await listBackups(carpeta)
  const gone = pruneable(copias, retention, now).reverse()
  for (const { manifest } of dryRun ? [] : gone) await removeBackup(carpeta, manifest.id)
  if (!dryRun) await sweepFolder(carpeta)
  return {
    quitadas: gone.map(({ manifest }) => manifest.id),
    quedan: copias.length - gone.length,
    liberados: gone.reduce((sum, { manifest }) => sum + manifest.datos.almacenados, 0),
  }
}
