import { readHead } from '@projections/engine/head'
import { cookies, headers } from 'next/headers'
import { forbidden, redirect } from 'next/navigation'
import { cache } from 'react'
import { clientAddress } from '@/api/request-facts'
import { sessionIdOf } from '@/auth/open-sessions'
import { findSession, peekSession, SESSION_LIFETIME, type SessionUser } from '@/auth/session'
import type { Rol } from '@/domain/values'
import { SESSION_COOKIE } from '@/i18n/cookies'
import { getRuntime } from '@/runtime'
import { keepCookie } from './keep-cookie'
import { loginFor } from './local-path'
import { askedFor, isLookingOn } from './page-request'

/** The token that this browser brings; null without one. Whether it is good, the database says. */
export async function sessionToken(): Promise<string | null> {
  return (await cookies()).get(SESSION_COOKIE)?.value ?? null
}

/** Whose request this is; null without a good session. Pages share one reading; an action or a route reads each time. */
export const getSessionUser = cache(async (): Promise<SessionUser | null> => {
  const token = await sessionToken()
  if (token === null) return null
  const { db } = await getRuntime()
  // Looking on is no use of the session.
  const find = isLookingOn(await headers()) ? peekSession : findSession
  return await find(db.as('auth'), token, Date.now())
})

/** The name of this browser's session, as lists of them show it; null without one. */
export async function currentSessionId(): Promise<string | null> {
  const token = await sessionToken()
  return token === null ? null : sessionIdOf(token)
}

/** The log's position before this request's pages read anything: what happens from there on is told to the browser. */
export const pagePosition = cache(async (): Promise<number> => {
  const { db } = await getRuntime()
  return await readHead(db.as('api_server'))
})

/** The person whose page this is; sends everyone else to the login, and from there back to this page. */
export async function requireUser(): Promise<SessionUser> {
  // Layout and page render side by side: whatever a page reads for its person comes after both of these.
  const [user] = await Promise.all([getSessionUser(), pagePosition()])
  return user ?? redirect(loginFor(askedFor(await headers())))
}

/** The person whose page this is, if their role is one of these; 403 for others. */
export async function requireRole(...roles: readonly Rol[]): Promise<SessionUser> {
  const user = await requireUser()
  return roles.includes(user.rol) ? user : forbidden()
}

/** Where a request comes from, as its person will recognise it. */
export async function requestOrigin(): Promise<{ agente: string; direccion: string }> {
  const incoming = await headers()
  return { agente: incoming.get('user-agent') ?? '', direccion: clientAddress(incoming) }
}

/** Keeps the session's token in a cookie that no script can read. */
export async function setSessionCookie(token: string): Promise<void> {
  await keepCookie(SESSION_COOKIE, token, { maxAge: SESSION_LIFETIME / 1000 })
}
