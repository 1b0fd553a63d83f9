import { z } from 'zod'
import type { Connection } from '@/db/client'
import { Email, type Idioma, LIMITES } from '@/domain/values'
import { forgetAttempts, takeAttempt } from './attempts'
import { verifyPassword } from './password'
import { type Origin, openSession } from './session'
import { FIND_CREDENTIALS, FIND_HASH } from './session-statements'

/** What the login form sends. No lower bound: a short password is simply wrong. */
export const Credentials = z.object({
  email: Email,
  contrasena: z.string().min(1).max(LIMITES.contrasenaMax),
})
export type Credentials = z.infer<typeof Credentials>

/** The mail domain of the accounts that db/seed.sql makes. */
const DEMO_DOMAIN = '@demo.bitacora.test'

export type LoginResult =
  | { readonly ok: true; readonly token: string; readonly usuarioId: number; readonly idioma: Idioma }
  /** The same for a wrong password, an unknown account and an inactive one, after the same time. */
  | { readonly ok: false; readonly codigo: 'CREDENCIALES_INVALIDAS' }
  | { readonly ok: false; readonly codigo: 'DEMASIADOS_INTENTOS'; readonly hasta: number }

/**
 * Checks credentials and opens a session.
 * @param db a connection under `auth`
 * @param options `now` in milliseconds of the Unix epoch; without `permiteDemo` the demo accounts, whose password
 *   everybody knows, can't log in
 */
export async function login(
  db: Connection,
  { email, contrasena }: Credentials,
  origin: Origin,
  { now, permiteDemo }: { readonly now: number; readonly permiteDemo: boolean },
): Promise<LoginResult> {
  const hasta = await takeAttempt(db, email, origin.direccion, now)
  if (hasta !== null) return { ok: false, codigo: 'DEMASIADOS_INTENTOS', hasta }
  const account = await db.first(FIND_CREDENTIALS, { email })
  const mayEnter = account?.activo === 1 && (permiteDemo || !email.endsWith(DEMO_DOMAIN))
  const matches = await verifyPassword(mayEnter ? account.hash : null, contrasena)
  if (!account || !matches) return { ok: false, codigo: 'CREDENCIALES_INVALIDAS' }
  await forgetAttempts(db, email, origin.direccion)
  const token = await openSession(db, account.id, origin, now)
  return { ok: true, token, usuarioId: account.id, idioma: account.idioma }
}

/** True when this is the account's password; for changing one's own, which asks for it again. */
export async function isOwnPassword(db: Connection, usuarioId: number, contrasena: string): Promise<boolean> {
  const row = await db.first(FIND_HASH, { id: usuarioId })
  return await verifyPassword(row?.hash ?? null, contrasena)
}
