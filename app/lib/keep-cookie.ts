import { cookies, headers } from 'next/headers'
import { cameByHttps } from '@/api/request-facts'

interface Kept {
  /** For how many seconds. */
  readonly maxAge: number
  /** The pages that it goes to; without one, all. */
  readonly path?: string
}

/** Keeps a cookie where no script can read it; one that came by HTTPS never leaves again without it. */
export async function keepCookie(name: string, value: string, { maxAge, path = '/' }: Kept): Promise<void> {
  const secure = cameByHttps(await headers())
  ;(await cookies()).set(name, value, { httpOnly: true, sameSite: 'lax', path, secure, maxAge })
}
