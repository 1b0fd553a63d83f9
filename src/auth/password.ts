import { hash, verify } from '@node-rs/argon2'
import { z } from 'zod'
import { isWellFormed } from '@/domain/text'
import { LIMITES } from '@/domain/values'

// OWASP Password Storage Cheat Sheet: argon2id (the library's default kind) with 19 MiB, two passes, one lane.
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** A password as it is typed: any well-formed text of 12 to 200 characters, taken as it is but for NFC. */
export const Password = z
  .string()
  .min(LIMITES.contrasenaMin)
  .max(LIMITES.contrasenaMax)
  .refine(isWellFormed, { params: { motivo: 'unicode' }, abort: true })
  .transform((raw) => raw.normalize('NFC'))

/** Hashes a password with argon2id, in a thread of its own. @returns the PHC string */
export async function hashPassword(password: string): Promise<string> {
  return await hash(password, PARAMETERS)
}

// Of a password that nobody knows: verifying against it takes the same time as against a real one.
let decoy: Promise<string> | null = null

/**
 * True when the password is the account's. Without an account, or with one that no password fits, it takes the
 * same time and is false.
 * @param stored the account's hash, or null where there is no such account
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  const real = stored?.startsWith('$argon2id$') === true
  decoy ??= hashPassword(crypto.randomUUID())
  const matches = await verify(real ? stored : await decoy, password.normalize('NFC'))
  return real && matches
}
