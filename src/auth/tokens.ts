import { randomBytes } from 'node:crypto'
import type { z } from 'zod'
import { type Connection, retryBusy } from '@/db/client'
import type { DatosToken } from '@/domain/cuenta/token'
import type { Viewer } from '@/domain/viewer'
import { fingerprint } from './session'
import { FIND, LIST, MAKE, type OpenToken, REVOKE, SWEEP, TOUCH, type TokenUser } from './token-statements'

/** By this, scanners for leaked secrets know one of ours. */
const PREFIX = 'bitacora_'
const FORM = /^bitacora_[\w-]{43}$/
/** How often the last use is written: not at every request. */
const TOUCH_EVERY = 60_000
/** How long a token that ended is still shown, in milliseconds. */
const KEPT_MS = 30 * 24 * 60 * 60_000

const iso = (ms: number) => new Date(ms).toISOString()

/** What the log says of a token that is about to be made. */
export interface TokenFacts extends z.infer<typeof DatosToken> {
  /** Of the command that it is made by. */
  readonly id: string
  readonly cuentaId: number
  readonly nombre: string
  /** Of the event that says so: the cause of all that the token will do. */
  readonly eventoId: string
  readonly creado: string
}

/**
 * Makes the token that the log says was made. Again, for an answer that got lost, it makes another secret in its place.
 * @param db a connection under `auth`
 * @returns the token: it is stored nowhere, only its hash
 */
export async function makeToken(db: Connection, facts: TokenFacts, now: number): Promise<string> {
  const token = `${PREFIX}${randomBytes(32).toString('base64url')}`
  const { id, cuentaId, nombre, eventoId, clase, alcances, expira, creado } = facts
  const args = { id, usuario: cuentaId, nombre, evento: eventoId, clase, expira, creado }
  await retryBusy(() =>
    db.batch([
      { statement: SWEEP, args: { desde: iso(now - KEPT_MS) } },
      {
        statement: MAKE,
        args: { ...args, huella: fingerprint(token), alcances: JSON.stringify(alcances) },
      },
    ]),
  )
  return token
}

/** Ends a token, once the log says so; again, it changes nothing. */
export async function revokeToken(
  db: Connection,
  { cuentaId, tokenId }: { readonly cuentaId: number; readonly tokenId: string },
  now: number,
): Promise<void> {
  const args = { id: tokenId, usuario: cuentaId, ahora: iso(now) }
  await retryBusy(() => db.batch([{ statement: REVOKE, args }]))
}

/**
 * Whose token this is, and what it lets them do; null when it is unknown, ended, revoked, or its account may not enter.
 * A new password, a deactivation and ending all sessions end the personal ones of an account.
 */
export async function findToken(
  db: Connection,
  token: string,
  direccion: string,
  now: number,
): Promise<TokenUser | null> {
  if (!FORM.test(token)) return null
  const found = await db.first(FIND, { huella: fingerprint(token), ahora: iso(now) })
  if (found && Date.parse(found.ultimoUso ?? '1970-01-01') < now - TOUCH_EVERY) {
    const args = { id: found.tokenId, ahora: iso(now), direccion: direccion.slice(0, 64) }
    // A convenience: a request must not fail because another process holds the lock.
    await retryBusy(() => db.batch([{ statement: TOUCH, args }]), 3).catch(() => null)
  }
  return found
}

/** The tokens of an account, the newest first; none for who is neither an admin nor that account. */
export async function listTokens(
  db: Connection,
  viewer: Viewer,
  cuentaId: number,
): Promise<readonly OpenToken[]> {
  if (viewer.rol !== 'admin' && viewer.id !== cuentaId) return []
  return await db.all(LIST, { usuario: cuentaId })
}
