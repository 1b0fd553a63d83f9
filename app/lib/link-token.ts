import { cookies } from 'next/headers'
import { LINK_COOKIE } from '@/i18n/cookies'
import { keepCookie } from './keep-cookie'

const KEPT_FOR_S = 30 * 60

/** The token of the link that this browser is about to use; null where there is none. */
export async function linkToken(): Promise<string | null> {
  return (await cookies()).get(LINK_COOKIE)?.value ?? null
}

/** Keeps a link's token where no script can read it, while its person chooses a password. */
export async function keepLinkToken(token: string): Promise<void> {
  await keepCookie(LINK_COOKIE, token, { path: '/acceso', maxAge: KEPT_FOR_S })
}

/** Forgets it: it was used, or is of no use. */
export async function dropLinkToken(): Promise<void> {
  ;(await cookies()).set(LINK_COOKIE, '', { path: '/acceso', maxAge: 0 })
}
