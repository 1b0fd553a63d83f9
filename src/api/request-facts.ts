/** The headers of a request, however it came in. */
type Incoming = Pick<Headers, 'get'>

/**
 * Where a request comes from: the value that the nearest proxy added, since whatever stands before it may be made up.
 * Next puts the socket's address there where no proxy did. Empty where nobody knows.
 */
export function clientAddress(headers: Incoming): string {
  return headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? ''
}

/** True where the browser speaks HTTPS: of several proxies, the first one spoke with it. */
export function cameByHttps(headers: Incoming): boolean {
  return headers.get('x-forwarded-proto')?.split(',')[0]?.trim().toLowerCase() === 'https'
}

/**
 * True for what a page of this very site sent. A browser says with every change where it comes from; a request that
 * carries a session and says nothing is no browser's. The cookie alone would not keep out a site of the same domain.
 */
export function isOwnSite(headers: Incoming): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin') return false
  const origin = headers.get('origin')
  if (origin === null) return site === 'same-origin'
  const host = headers.get('x-forwarded-host') ?? headers.get('host')
  return URL.canParse(origin) && new URL(origin).host === host
}
