import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'
import { link, readFile, rename, rm } from 'node:fs/promises'
import { z } from 'zod'
import { readPublicKey } from './head'
import { keyIdOf, spkiOf } from './key-id'
import { createOnce } from './secret-file'

/** The key that seals are signed with. Its private half never leaves this object and its file. */
export interface SealKey {
  readonly id: string
  readonly publica: string
  readonly privateKey: KeyObject
}

/** The key's file can't be used; the message names it and what is wrong. */
export class SealKeyError extends Error {
  override readonly name = 'SealKeyError'
}

/** Reads the key, or makes it where there is none yet. @throws SealKeyError */
export async function loadSealKey(path: string): Promise<SealKey> {
  const pem = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw new SealKeyError(`${path}: no se puede leer (${error.code ?? 'error'})`)
  })
  return pem === null ? await makeKeyFile(path) : parseKey(path, pem)
}

function parseKey(path: string, pem: string): SealKey {
  try {
    const privateKey = createPrivateKey(pem)
    if (privateKey.asymmetricKeyType === 'ed25519') return describeKey(privateKey)
  } catch {
    // What OpenSSL says of a broken key helps nobody, and might quote it.
  }
  throw new SealKeyError(`${path}: se esperaba una clave privada Ed25519 en PEM (PKCS 8)`)
}

function describeKey(privateKey: KeyObject): SealKey {
  const publicKey = createPublicKey(privateKey)
  return { id: keyIdOf(publicKey), publica: spkiOf(publicKey), privateKey }
}

/** A key that nobody has yet. */
export function newSealKey(): SealKey {
  return describeKey(generateKeyPairSync('ed25519').privateKey)
}

async function makeKeyFile(path: string): Promise<SealKey> {
  const pem = newSealKey().privateKey.export({ format: 'pem', type: 'pkcs8' })
  try {
    return parseKey(path, await createOnce(path, pem.toString()))
  } catch (error) {
    if (error instanceof SealKeyError) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'error'
    throw new SealKeyError(`${path}: no se puede crear la clave de sellado (${code})`)
  }
}

/** Where a new key waits until the database knows it. */
export const nextKeyPath = (path: string) => `${path}.nueva`

/** The key that a rotation goes over to: the one that an interrupted rotation left, or a new one. */
export async function prepareNextKey(path: string): Promise<SealKey> {
  return await loadSealKey(nextKeyPath(path))
}

/** The new key takes the old one's place; the old one stays beside it under its id. */
export async function installNextKey(path: string, old: SealKey): Promise<void> {
  const kept = `${path}.${old.id}`
  await rm(kept, { force: true })
  await link(path, kept)
  await rename(nextKeyPath(path), path)
}

/** A key as the database knows it: the first, or one that the key before it vouched for. */
export const StoredKey = z.object({
  orden: z.number(),
  clave_id: z.string(),
  publica: z.string(),
  fecha: z.string(),
  anterior: z.string().nullable(),
  firma: z.string().nullable(),
})
export type StoredKey = z.infer<typeof StoredKey>

const ROTATION_FORMAT = 'bitacora.rotacion.v1'

/** What the old key signs: lines of text, each ended by a line feed. */
export function rotationBytes(
  rotation: Pick<StoredKey, 'clave_id' | 'publica' | 'fecha' | 'anterior'>,
): Buffer {
  const { anterior, clave_id, publica, fecha } = rotation
  const lines = [ROTATION_FORMAT, anterior ?? '', clave_id, publica, fecha]
  return Buffer.from(lines.map((line) => `${line}\n`).join(''))
}

/** The record by which the old key vouches for the new one. */
export function rotationRecord(old: SealKey, next: SealKey, orden: number, fecha: string): StoredKey {
  const record = { orden, clave_id: next.id, publica: next.publica, fecha, anterior: old.id }
  return { ...record, firma: sign(null, rotationBytes(record), old.privateKey).toString('base64') }
}

/** The first stored key that is not what it says, or that the one before didn't vouch for; null where all are good. */
export function brokenKey(keys: readonly StoredKey[]): StoredKey | null {
  let before: { readonly id: string; readonly key: KeyObject } | null = null
  for (const stored of keys) {
    const key = readPublicKey(stored.publica)
    if (key === null || keyIdOf(key) !== stored.clave_id) return stored
    if (before === null ? stored.anterior !== null : !isVouchedFor(stored, before)) return stored
    before = { id: stored.clave_id, key }
  }
  return null
}

function isVouchedFor(stored: StoredKey, before: { readonly id: string; readonly key: KeyObject }): boolean {
  if (stored.anterior !== before.id || stored.firma === null) return false
  return verify(null, rotationBytes(stored), before.key, Buffer.from(stored.firma, 'base64'))
}
