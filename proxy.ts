import { type NextRequest, NextResponse } from 'next/server'
import { IS_DEVELOPMENT } from '@/config'
import { SESSION_COOKIE } from '@/i18n/cookies'
import { loginFor } from './app/lib/local-path'
import { tellPage } from './app/lib/page-request'

/**
 * Runs before every page: sets the Content-Security-Policy with a nonce of its own, and turns away early who brings
 * no session cookie at all. Whether the session is good, each page and action finds out itself.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl
  if (!request.cookies.has(SESSION_COOKIE) && needsSession(pathname) && isReading(request))
    return NextResponse.redirect(new URL(loginFor(pathname + search), request.url))
  const policy = contentSecurityPolicy(btoa(crypto.randomUUID()))
  const headers = new Headers(request.headers)
  headers.set('Content-Security-Policy', policy)
  tellPage(request, headers)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('Content-Security-Policy', policy)
  return response
}

function needsSession(pathname: string): boolean {
  return !/^\/(login|acceso)(\/|$)/.test(pathname)
}

/** An action answers for itself that there is no session: sent elsewhere, its form would hear nothing of it. */
function isReading({ method }: NextRequest): boolean {
  return method === 'GET' || method === 'HEAD'
}

function contentSecurityPolicy(nonce: string): string {
  // React's development build evaluates strings for its error overlay; the production build never does.
  const development = IS_DEVELOPMENT ? " 'unsafe-eval'" : ''
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development}`,
    // React sets style attributes on elements it positions; styles can't run code.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

export const config = {
  // The verifier's page carries a policy of its own, and runs for people without an account. To pass through here
  // costs 2 to 3 ms of the processor, a third of what an answer of the API does: next.config.ts sets its policy.
  matcher: [{ source: '/((?!_next/static|_next/image|favicon.ico|icon.svg|verificador/|api/).*)' }],
}
