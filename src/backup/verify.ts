import { listBackups, type StoredBackup } from './formato/folder'
import type { BackupKey } from './formato/key'
import { BackupBroken } from './formato/manifest'
import { unpack } from './formato/pack'
import { readRegistro } from './registro/read'

/** What came of looking at a backup: `problema` is null where it is what was written. */
export interface VerifiedBackup {
  readonly id: string
  readonly problema: string | null
}

export interface VerifyBackupsOptions {
  readonly carpeta: string
  readonly clave: BackupKey | null
  /** Only the one of this name. */
  readonly id?: string | undefined
  readonly onProgress?: ((hechos: number, total: number) => void) | undefined
}

const SQLITE = Buffer.from('SQLite format 3\0')

/**
 * Reads every backup of a folder to its end: manifests, sums, encryption, the form of what is in it, and that each goes on
 * from the one that it names. Never stops at a finding.
 * @throws BackupKeyError where one is encrypted and the key is not there
 */
export async function verifyBackups(options: VerifyBackupsOptions): Promise<VerifiedBackup[]> {
  const { carpeta, clave, onProgress } = options
  const { copias, ilegibles } = await listBackups(carpeta, clave)
  const byId = new Map(copias.map((copia) => [copia.manifest.id, copia]))
  const chosen = copias.filter(({ manifest }) => options.id === undefined || manifest.id === options.id)
  const total = chosen.reduce((sum, { manifest }) => sum + manifest.datos.almacenados, 0)
  const found: VerifiedBackup[] = ilegibles
    .filter(({ id }) => options.id === undefined || id === options.id)
    .map(({ id, problema }) => ({ id, problema }))
  let hechos = 0
  for (const copia of chosen) {
    const problema = brokenLink(copia, byId) ?? (await brokenData(copia, clave))
    found.push({ id: copia.manifest.id, problema })
    hechos += copia.manifest.datos.almacenados
    onProgress?.(hechos, total)
  }
  return found
}

/** What is wrong with a backup's place in its chain, or null. */
function brokenLink({ manifest }: StoredBackup, byId: ReadonlyMap<string, StoredBackup>): string | null {
  const { anterior, clase, desde } = manifest
  if (clase === 'completa') return null
  const before = anterior && byId.get(anterior.id)
  if (!anterior || !before) return `falta la copia de la que sigue, ${anterior?.id ?? 'que no dice cuál es'}`
  if (before.suma !== anterior.suma) return `la copia de la que sigue, ${anterior.id}, no es la que era`
  const { hasta } = before.manifest
  return hasta.eventoId === desde.eventoId && hasta.posicion === desde.posicion
    ? null
    : `no empieza donde termina ${anterior.id}`
}

async function brokenData(copia: StoredBackup, clave: BackupKey | null): Promise<string | null> {
  const { id, contenido } = copia.manifest
  const source = unpack(copia.carpeta, copia.manifest, clave)
  try {
    if (contenido === 'base') await readBase(id, source)
    else for await (const _ of readRegistro(id, source));
    return null
  } catch (error) {
    if (error instanceof BackupBroken) return error.problema
    throw error
  }
}

async function readBase(id: string, source: AsyncIterable<Buffer>): Promise<void> {
  let first = true
  for await (const chunk of source) {
    if (first && !chunk.subarray(0, SQLITE.length).equals(SQLITE))
      throw new BackupBroken(id, 'no contiene una base de datos SQLite')
    first = false
  }
}
