import type { NextRequest } from 'next/server'

/** True for a request that a page of another site sent: the cookie alone would not keep out one of the same domain. */
export function isForeign(request: NextRequest): boolean {
  const origin = request.headers.get('origin')
  if (origin === null) return false
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host')
  return !URL.canParse(origin) || new URL(origin).host !== host
}
