import { createHash, randomBytes } from 'node:crypto'
import { type Connection, retryBusy } from '@/db/client'
import {
  DELETE_EXPIRED,
  DELETE_SESSION,
  DELETE_SESSIONS_OF,
  FIND_SESSION,
  INSERT_SESSION,
  type SessionUser,
  TOUCH_SESSION,
} from './session-statements'

export type { SessionUser }

const MINUTE = 60_000
/** A session ends this long after it was opened, and this long after it was last used, in milliseconds. */
export const SESSION_LIFETIME = 7 * 24 * 60 * MINUTE
export const SESSION_IDLE = 12 * 60 * MINUTE
/** How often the last use is written: not at every page. */
const TOUCH_EVERY = MINUTE

const iso = (ms: number) => new Date(ms).toISOString()

/** SHA-256 of a token in hexadecimal: what is stored. 256 random bits need no salt and no slow hash. */
export function fingerprint(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** Where a session was opened from, as the person will recognise it. */
export interface Origin {
  readonly agente: string
  readonly direccion: string
}

/**
 * Opens a session, and sweeps away some that ended.
 * @returns the token for the cookie: it is stored nowhere, only its hash
 */
export async function openSession(
  db: Connection,
  usuarioId: number,
  origin: Origin,
  now: number,
): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const args = {
    huella: fingerprint(token),
    usuario: usuarioId,
    ahora: iso(now),
    expiracion: iso(now + SESSION_LIFETIME),
    agente: origin.agente.slice(0, 300),
    direccion: origin.direccion.slice(0, 64),
  }
  await retryBusy(() =>
    db.batch([
      { statement: DELETE_EXPIRED, args: { ahora: iso(now) } },
      { statement: INSERT_SESSION, args },
    ]),
  )
  return token
}

/** Whose session this token is; null when it is unknown, ended, idle too long, or its account may not enter. */
export async function findSession(db: Connection, token: string, now: number): Promise<SessionUser | null> {
  const user = await peekSession(db, token, now)
  if (user && Date.parse(user.fechaActividad) < now - TOUCH_EVERY) await touch(db, fingerprint(token), now)
  return user
}

/** The same for what happens without the person's doing: looking on is no use of the session, and lets it end. */
export async function peekSession(db: Connection, token: string, now: number): Promise<SessionUser | null> {
  if (!/^[\w-]{43}$/.test(token)) return null
  const args = { huella: fingerprint(token), ahora: iso(now), inactiva: iso(now - SESSION_IDLE) }
  return await db.first(FIND_SESSION, args)
}

/** The last use is a convenience: a page must not fail because another process holds the lock. */
async function touch(db: Connection, huella: string, now: number): Promise<void> {
  await retryBusy(() => db.batch([{ statement: TOUCH_SESSION, args: { huella, ahora: iso(now) } }]), 3).catch(
    () => null,
  )
}

/** Takes away some of the sessions that ended. @returns how many */
export async function sweepSessions(db: Connection, now: number): Promise<number> {
  const [result] = await retryBusy(() => db.batch([{ statement: DELETE_EXPIRED, args: { ahora: iso(now) } }]))
  return result?.rowsAffected ?? 0
}

/** Ends the session of this token. */
export async function closeSession(db: Connection, token: string): Promise<void> {
  await retryBusy(() => db.batch([{ statement: DELETE_SESSION, args: { huella: fingerprint(token) } }]))
}

/** Ends every session of an account. */
export async function closeSessionsOf(db: Connection, usuarioId: number): Promise<void> {
  await retryBusy(() => db.batch([{ statement: DELETE_SESSIONS_OF, args: { usuario: usuarioId } }]))
}
