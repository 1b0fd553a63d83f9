import { takeTokenAttempt } from '@/auth/attempts'
import { findSession } from '@/auth/session'
import { findToken } from '@/auth/tokens'
import type { Actor } from '@/domain/actor'
import { ALCANCES_DE, type Alcance } from '@/domain/cuenta/token'
import type { Idioma, Rol } from '@/domain/values'
import { SESSION_COOKIE } from '@/i18n/cookies'
import type { Runtime } from '@/runtime'
import { clientAddress, isOwnSite } from './request-facts'

/** Whose request it is, and what it may do: a viewer of the queries, and an actor of the bus. */
export interface Caller {
  readonly id: number
  readonly rol: Rol
  readonly nombre: string
  readonly email: string
  readonly alcances: readonly Alcance[]
  /** By what it came: a browser's session, or a token. */
  readonly via: 'sesion' | 'token'
  /** Of a token: the event that made it, which is the cause of what it does. */
  readonly causaId: string | undefined
  /** Of a token: its id. */
  readonly tokenId: string | null
  readonly idioma: Idioma | null
}

/** Why there is no caller: nothing good was brought, too much that is not was, or a page of another site sent it. */
export type NoCaller =
  | { readonly motivo: 'nadie' }
  | { readonly motivo: 'ajeno' }
  | { readonly motivo: 'demasiados'; readonly hasta: number }

/** Who calls, by `Authorization: Bearer` or else by the browser's session. */
export async function findCaller(request: Request, { db }: Runtime): Promise<Caller | NoCaller> {
  const now = Date.now()
  const auth = db.as('auth')
  const header = request.headers.get('authorization')
  if (header !== null) {
    const token = /^Bearer +(\S+)$/i.exec(header)?.[1] ?? ''
    const direccion = clientAddress(request.headers)
    const user = await findToken(auth, token, direccion, now)
    if (user) {
      const { id, rol, nombre, email, idioma, tokenId, eventoId } = user
      // A role that was taken away takes its scopes along.
      const alcances = user.alcances.filter((alcance) => ALCANCES_DE[rol].includes(alcance))
      return { id, rol, nombre, email, idioma, alcances, via: 'token', causaId: eventoId, tokenId }
    }
    // It can't be guessed; who tries costs something, so only so often.
    const hasta = await takeTokenAttempt(auth, direccion, now, 'token')
    return hasta === null ? { motivo: 'nadie' } : { motivo: 'demasiados', hasta }
  }
  const session = cookieOf(request, SESSION_COOKIE)
  const user = session === null ? null : await findSession(auth, session, now)
  if (!user) return { motivo: 'nadie' }
  if (request.method !== 'GET' && request.method !== 'HEAD' && !isOwnSite(request.headers))
    return { motivo: 'ajeno' }
  const { id, rol, nombre, email } = user
  const alcances = ALCANCES_DE[rol]
  return { id, rol, nombre, email, alcances, via: 'sesion', causaId: undefined, tokenId: null, idioma: null }
}

/** True where somebody was found. */
export function isCaller(found: Caller | NoCaller): found is Caller {
  return !('motivo' in found)
}

/** Who gives a command: the person of the session, or of the token. */
export function actorOf({ id, rol }: Caller): Actor {
  return { tipo: 'persona', id, rol }
}

/** A cookie of a request, or null. */
export function cookieOf(request: Request, name: string): string | null {
  const jar = request.headers.get('cookie') ?? ''
  for (const part of jar.split(';')) {
    const at = part.indexOf('=')
    if (part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
  return null
}
