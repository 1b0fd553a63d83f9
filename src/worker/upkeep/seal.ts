import type { Cabeza } from '@/events/seals/head'
import { loadSealKey } from '@/events/seals/keys'
import { HeadPublisher } from '@/events/seals/publish'
import { sealAll } from '@/events/seals/sealer'
import { lastSeal } from '@/events/seals/store'
import type { WorkerParts } from '../parts'

/**
 * Seals what there is, and gives a new head away.
 * @returns the new head; null where there is nothing new, or no key to seal with
 * @throws SealKeyError, UnknownSealKey, TreeContradicted
 */
export async function sealNow(
  { db, now, config }: Pick<WorkerParts, 'db' | 'now' | 'config'>,
  onError: (what: string, error: unknown) => void,
): Promise<Cabeza | null> {
  const { clave, ...targets } = config.sellado
  if (clave === null) return null
  const sealer = db.as('sealer')
  const before = await lastSeal(sealer)
  const head = await sealAll(sealer, await loadSealKey(clave), now)
  if (head === null || head.tamano === before?.tamano) return null
  const publisher = new HeadPublisher(targets, onError)
  publisher.publish(head)
  await publisher.end()
  return head
}
