import { NextRequest } from 'next/server'
import { describe, expect, test } from 'vitest'
import { SESSION_COOKIE } from '@/i18n/cookies'
import { askedFor, isLookingOn } from '../../app/lib/page-request'
import { proxy } from '../../proxy'

const SITE = 'http://soporte.ejemplo.es'
interface Sent {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly session?: boolean
}
function send(path: string, { method = 'GET', headers = {}, session = true }: Sent = {}) {
  const all = new Headers(headers)
  if (session) all.set('cookie', `${SESSION_COOKIE}=x`)
  return proxy(new NextRequest(new URL(path, SITE), { method, headers: all }))
}
/** The headers that the page is given. */
function given(path: string, sent?: Sent): Headers {
  const { headers } = send(path, sent)
  const names = (headers.get('x-middleware-override-headers') ?? '').split(',')
  return new Headers(
    Object.fromEntries(names.map((name) => [name, headers.get(`x-middleware-request-${name}`) ?? ''])),
  )
}

describe('who brings no session', () => {
  test.each([
    ['/tickets/3?version=2', '/login?volver=%2Ftickets%2F3%3Fversion%3D2'],
    ['/', '/login'],
  ])('and reads %s is sent to the login', (path, login) => {
    for (const method of ['GET', 'HEAD'])
      expect(send(path, { method, session: false }).headers.get('location')).toBe(SITE + login)
  })

  // Mutant seen to fail: every method sent to the login.
  test('and sends something is answered by what it was sent to', () => {
    expect(send('/tickets/3', { method: 'POST', session: false }).status).toBe(200)
  })

  test('may see the login', () => {
    expect(send('/login', { session: false }).status).toBe(200)
  })
})

// Mutant seen to fail: headers left as the browser sent them.
test('the page is told its address by the proxy alone', () => {
  const headers = { 'x-bitacora-address': '/usuarios', 'x-bitacora-looking-on': '1', accept: 'text/html' }
  const page = given('/tickets?estado=abierto', { headers })
  expect(askedFor(page)).toBe('/tickets?estado=abierto')
  expect(isLookingOn(page)).toBe(false)
})

// Mutants seen to fail: the method, what is asked for and the query each left out; queries compared as they are written.
describe('a page that reads itself anew', () => {
  const fetched = (referer: string) => ({ headers: { accept: '*/*', referer } })
  test.each([
    ['is one fetched from its own address', '/tickets?q=a+b', fetched(`${SITE}/tickets?q=a%20b`)],
    ['is one that comes from nowhere', '/tickets', { headers: { accept: '*/*' } }],
  ])('%s', (_name, path, sent) => {
    expect(isLookingOn(given(path, sent))).toBe(true)
  })

  test.each([
    ['a way to another page', '/tickets/3', fetched(`${SITE}/tickets`)],
    ['the same list asked something else', '/tickets?estado=abierto', fetched(`${SITE}/tickets`)],
    ['an action', '/tickets', { method: 'POST', ...fetched(`${SITE}/tickets`) }],
    ['a reload', '/tickets', { headers: { accept: 'text/html,*/*', referer: `${SITE}/tickets` } }],
  ])('is not %s', (_name, path, sent) => {
    expect(isLookingOn(given(path, sent))).toBe(false)
  })
})
