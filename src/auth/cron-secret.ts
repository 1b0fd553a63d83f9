import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createOnce } from '@/events/seals/secret-file'

/** Where the bearer token of /api/batch comes from; see Config. */
export interface CronSource {
  readonly secreto: string | undefined
  readonly fichero: string | null
}

/** The secret's file can't be used; the message names it and what is wrong. */
export class CronSecretError extends Error {
  override readonly name = 'CronSecretError'
}

const SHORTEST = 16

/**
 * The token that a cron must bring: the one that is set, else the one in the file, made where there is none yet.
 * @returns null where none is set and there is no place to keep one
 * @throws CronSecretError
 */
export async function loadCronSecret({ secreto, fichero }: CronSource): Promise<string | null> {
  if (secreto !== undefined) return secreto
  if (fichero === null) return null
  try {
    const kept = await readFile(fichero, 'utf8').catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
      return await createOnce(fichero, `${randomBytes(32).toString('base64url')}\n`)
    })
    // A file that was emptied by mistake would let everybody in.
    if (kept.trim().length >= SHORTEST) return kept.trim()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'error'
    throw new CronSecretError(`${fichero}: no se puede leer ni crear (${code})`)
  }
  throw new CronSecretError(`${fichero}: se esperaban ${SHORTEST} caracteres como mínimo`)
}

/** True when an Authorization header carries this token; takes as long whichever it carries. */
export function bearsToken(header: string | null, token: string): boolean {
  const given = /^Bearer +([^\s]+)$/i.exec(header ?? '')?.[1] ?? ''
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(token))
}
