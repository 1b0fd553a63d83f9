import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BackupKey } from './key'
import {
  BACKUP_ID,
  BackupBroken,
  decodeManifest,
  encodeManifest,
  type Manifest,
  type Signed,
} from './manifest'
import { dataFile, type Packed, packInto } from './pack'

const MANIFEST = '.manifiesto'
const PARTIAL = '.parcial'
/** What else lies in the folder is none of ours. */
const OURS = /^(\d{8}T\d{9}Z-|base-)/

const manifestFile = (folder: string, id: string): string => join(folder, `${id}${MANIFEST}`)

/** A backup in a folder, or what stands where one was. */
export interface StoredBackup extends Signed {
  readonly carpeta: string
}
export interface UnreadableBackup {
  readonly carpeta: string
  readonly id: string
  readonly problema: string
}

export interface Listing {
  /** Those whose manifest is sound, the oldest first. */
  readonly copias: readonly StoredBackup[]
  readonly ilegibles: readonly UnreadableBackup[]
}

/** The backups of a folder; none where there is no such folder. */
export async function listBackups(folder: string, key: BackupKey | null = null): Promise<Listing> {
  const copias: StoredBackup[] = []
  const ilegibles: UnreadableBackup[] = []
  for (const name of (await namesIn(folder)).filter((name) => name.endsWith(MANIFEST)).sort()) {
    const id = name.slice(0, -MANIFEST.length)
    try {
      if (!BACKUP_ID.test(id)) throw new BackupBroken(id, 'no es el nombre de una copia')
      const text = await readFile(manifestFile(folder, id), 'utf8')
      copias.push({ carpeta: folder, ...decodeManifest(id, text, key) })
    } catch (error) {
      // Somebody prunes meanwhile.
      if (isMissing(error)) continue
      if (!(error instanceof BackupBroken)) throw error
      ilegibles.push({ carpeta: folder, id, problema: error.problema })
    }
  }
  return { copias, ilegibles }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

/** A path for what is not whole yet; what a kill leaves there, `sweepFolder` takes away. */
export const partialPath = (folder: string, name: string): string => join(folder, `${name}${PARTIAL}`)

/**
 * Writes a backup: its data beside, then under its name, its manifest last. Killed anywhere, there is a whole backup or none.
 * @param describe the manifest, but for what is known only when the data is written
 */
export async function storeBackup(
  folder: string,
  key: BackupKey | null,
  describe: Omit<Manifest, keyof Packed>,
  source: AsyncIterable<Buffer>,
): Promise<StoredBackup> {
  const { id } = describe
  const partial = partialPath(folder, `${id}.datos`)
  try {
    const packed = await packInto(partial, source, key)
    const { text, ...signed } = encodeManifest({ ...describe, ...packed }, key)
    await rename(partial, dataFile(folder, id))
    const manifest = partialPath(folder, `${id}${MANIFEST}`)
    await writeFile(manifest, text, { flush: true, mode: 0o600 })
    await syncFolder(folder)
    await rename(manifest, manifestFile(folder, id))
    await syncFolder(folder)
    return { carpeta: folder, ...signed }
  } catch (error) {
    await removeBackup(folder, id)
    throw error
  }
}

/** Removes a backup, its manifest first: what is left after a kill is no backup, and swept away. */
export async function removeBackup(folder: string, id: string): Promise<void> {
  await rm(manifestFile(folder, id), { force: true })
  await rm(dataFile(folder, id), { force: true })
  for (const name of [`${id}.datos`, `${id}${MANIFEST}`]) await rm(partialPath(folder, name), { force: true })
}

/** Makes the folder, and takes away what a killed run left in it. Nobody else may be writing there. */
export async function sweepFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const names = await readdir(folder)
  const whole = new Set(
    names.filter((name) => name.endsWith(MANIFEST)).map((name) => name.slice(0, -MANIFEST.length)),
  )
  const left = names
    .filter((name) => OURS.test(name))
    .filter(
      (name) =>
        name.includes(PARTIAL) || (name.endsWith('.datos') && !whole.has(name.slice(0, -'.datos'.length))),
    )
  for (const name of left) await rm(join(folder, name), { force: true })
}

/** A name is on the disk when its folder is; where folders can't be synced, as on some mounts, it is as it is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync().catch(() => undefined)
  } finally {
    await handle.close()
  }
}
