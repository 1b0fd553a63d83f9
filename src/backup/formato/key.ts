import { createHash, hkdfSync } from 'node:crypto'
import { readFile } from 'node:fs/promises'

/** The key that backups are encrypted with; its `id` tells which one it is, and nothing of it. */
export interface BackupKey {
  readonly id: string
  readonly secret: Buffer
}

/** The key can't be used; the message says where it was looked for and what was expected, never what was found. */
export class BackupKeyError extends Error {
  override readonly name = 'BackupKeyError'
}

const EXPECTED = 'se esperaban 32 bytes en hexadecimal (64 cifras) o en base64'

/** Where the key is; both are undefined where backups are not encrypted. */
export interface KeySource {
  readonly fichero: string | undefined
  readonly texto: string | undefined
}

/** Reads the key, or null where none is configured. @throws BackupKeyError */
export async function loadBackupKey({ fichero, texto }: KeySource): Promise<BackupKey | null> {
  if (texto !== undefined) return parseKey('BACKUP_KEY', texto)
  if (fichero === undefined) return null
  const text = await readFile(fichero, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new BackupKeyError(`BACKUP_KEY_FILE: no se puede leer ${fichero} (${error.code ?? 'error'})`)
  })
  return parseKey('BACKUP_KEY_FILE', text)
}

function parseKey(where: string, text: string): BackupKey {
  const trimmed = text.trim()
  const secret = Buffer.from(trimmed, /^[0-9a-f]{64}$/i.test(trimmed) ? 'hex' : 'base64')
  if (secret.length !== 32) throw new BackupKeyError(`${where}: ${EXPECTED}`)
  const id = createHash('sha256')
    .update('bitacora.respaldo.clave\n')
    .update(secret)
    .digest('hex')
    .slice(0, 16)
  return { id, secret }
}

/** A key for one use in one backup: no two backups share one, so a counter is nonce enough. */
export function deriveKey(key: BackupKey, sal: string, uso: 'datos' | 'manifiesto'): Buffer {
  return Buffer.from(hkdfSync('sha256', key.secret, Buffer.from(sal, 'hex'), `bitacora.respaldo.${uso}`, 32))
}
