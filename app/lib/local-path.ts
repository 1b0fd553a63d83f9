import type { Route } from 'next'

/**
 * A path of this site that is safe to go to after signing in; null for anything else. `//host` and `/\host` are
 * other sites to a browser, and it drops tabs and newlines before it looks.
 */
export function localPath(raw: string): Route | null {
  if (!/^\/(?![/\\])/.test(raw) || /[\p{Cc}\\]/u.test(raw)) return null
  const base = 'http://local.invalid'
  if (!URL.canParse(raw, base)) return null
  const { origin, pathname, search } = new URL(raw, base)
  if (origin !== base || pathname.startsWith('//') || /^\/(login|acceso|api)(\/|$)/.test(pathname))
    return null
  // Whether the path names a page is found out there: it may be a 404.
  return `${pathname}${search}` as Route
}

/** The login that leads to this path afterwards; to one that is not safe to go to, it leads nowhere in particular. */
export function loginFor(raw: string): Route {
  const volver = localPath(raw)
  return volver === null || volver === '/' ? '/login' : (`/login?${new URLSearchParams({ volver })}` as Route)
}
