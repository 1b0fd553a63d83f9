import type { Connection } from '@/db/client'
import { installNextKey, loadSealKey, prepareNextKey, rotationRecord, type SealKey } from './keys'
import { sealAll, UnknownSealKey, unlessOvertaken } from './sealer'
import { fencedWrite, readKeys, readSealPoint, writeKeyRecord } from './store'

/**
 * Goes over to a new key. The old one seals what there is and signs the new one's name; only then does the file change.
 * Interrupted in between, the same call finishes it.
 * @param db a connection under `sealer`
 * @throws UnknownSealKey, SealKeyError, TreeContradicted, MissingTile
 */
export async function rotateKey(
  db: Connection,
  path: string,
  now: () => number,
): Promise<{ readonly anterior: string; readonly nueva: string }> {
  const old = await loadSealKey(path)
  const next = await prepareNextKey(path)
  const known = (await readKeys(db)).at(-1)
  if (known?.clave_id !== next.id) await unlessOvertaken(() => recordRotation(db, old, next, now))
  await installNextKey(path, old)
  return { anterior: old.id, nueva: next.id }
}

async function recordRotation(db: Connection, old: SealKey, next: SealKey, now: () => number): Promise<void> {
  await sealAll(db, old, now)
  const keys = await readKeys(db)
  const current = keys.at(-1)
  if (current?.clave_id !== old.id) throw new UnknownSealKey(old.id, current?.clave_id ?? '—')
  const { posicion } = await readSealPoint(db)
  const ahora = new Date(now()).toISOString()
  const record = rotationRecord(old, next, current.orden + 1, ahora)
  await fencedWrite(db, { de: posicion, a: posicion, ahora }, [writeKeyRecord(record)])
}
