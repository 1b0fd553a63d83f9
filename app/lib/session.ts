import { readHead } from '@projections/engine/head'
import { cookies, headers } from 'next/headers'
import { forbidden, redirect } from 'next/navigation'
import { cache } from 'react'
import { sessionIdOf } from '@/auth/open-sessions'
import { findSession, SESSION_LIFETIME, type SessionUser } from '@/auth/session'
import type { Rol } from '@/domain/values'
import { SESSION_COOKIE } from '@/i18n/cookies'
import { getRuntime } from '@/runtime'

/** Whose request this is; null without a good session. Read from the database once per request. */
export const getSessionUser = cache(async (): Promise<SessionUser | null> => {
  const token = (await cookies()).get(SESSION_COOKIE)?.value
  if (token === undefined) return null
  const { db } = await getRuntime()
  return await findSession(db.as('auth'), token, Date.now())
})

/** The name of this browser's session, as lists of them show it; null without one. */
export async function currentSessionId(): Promise<string | null> {
  const token = (await cookies()).get(SESSION_COOKIE)?.value
  return token === undefined ? null : sessionIdOf(token)
}

/** The log's position before this request's pages read anything: what happens from there on is told to the browser. */
export const pagePosition = cache(async (): Promise<number> => {
  const { db } = await getRuntime()
  return await readHead(db.as('api_server'))
})

/** The person whose page this is; sends everyone else to the login. */
export async function requireUser(): Promise<SessionUser> {
  // Layout and page render side by side: whatever a page reads for its person comes after both of these.
  const [user] = await Promise.all([getSessionUser(), pagePosition()])
  return user ?? redirect('/login')
}

/** The person whose page this is, if their role is one of these; 403 for others. */
export async function requireRole(...roles: readonly Rol[]): Promise<SessionUser> {
  const user = await requireUser()
  return roles.includes(user.rol) ? user : forbidden()
}

/** Where a request comes from: Next puts the socket's address into the header where no proxy did. */
export async function requestOrigin(): Promise<{ agente: string; direccion: string }> {
  const incoming = await headers()
  const direccion = incoming.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? ''
  return { agente: incoming.get('user-agent') ?? '', direccion }
}

/** Keeps the session's token in a cookie that no script can read. */
export async function setSessionCookie(token: string): Promise<void> {
  const secure = (await headers()).get('x-forwarded-proto') === 'https'
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure } as const
  ;(await cookies()).set(SESSION_COOKIE, token, { ...options, maxAge: SESSION_LIFETIME / 1000 })
}
