import type { NextRequest } from 'next/server'

const ADDRESS = 'x-bitacora-address'
const LOOKING_ON = 'x-bitacora-looking-on'

/**
 * Tells the page, in headers that no browser can send past this, what only the proxy knows of a request.
 * @param headers those that the page will be given
 */
export function tellPage(request: NextRequest, headers: Headers): void {
  const { pathname, search } = request.nextUrl
  headers.set(ADDRESS, pathname + search)
  headers.delete(LOOKING_ON)
  if (isLookedOn(request)) headers.set(LOOKING_ON, '1')
}

/** The path and query that were asked for; empty where the proxy was not on the way. */
export function askedFor(headers: Pick<Headers, 'get'>): string {
  return headers.get(ADDRESS) ?? ''
}

/** True where nobody did anything: a page that stands open reads itself anew. */
export function isLookingOn(headers: Pick<Headers, 'get'>): boolean {
  return headers.get(LOOKING_ON) === '1'
}

/**
 * Next hides what it sends with `router.refresh()`. But a page that is read anew is fetched from its own address, and
 * a browser that goes to one asks for HTML. Without a Referer the bell, which asks at each new page, tells of the use.
 */
function isLookedOn({ method, headers, nextUrl }: NextRequest): boolean {
  if ((method !== 'GET' && method !== 'HEAD') || headers.get('accept')?.includes('text/html')) return false
  const referer = headers.get('referer') ?? ''
  if (!URL.canParse(referer)) return true
  const from = new URL(referer)
  // Written anew by the same hand, so that `%20` and `+` are the same.
  return from.pathname === nextUrl.pathname && `${from.searchParams}` === `${nextUrl.searchParams}`
}
