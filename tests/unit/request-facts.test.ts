import { describe, expect, test } from 'vitest'
import { cameByHttps, clientAddress, isOwnSite } from '@/api/request-facts'

const facts = (headers: Readonly<Record<string, string>>) => new Headers(headers)

// Mutant seen to fail: the first value of the header.
test('the address is what the nearest proxy added, and nothing that a client made up', () => {
  expect(clientAddress(facts({ 'x-forwarded-for': '192.0.2.7' }))).toBe('192.0.2.7')
  expect(clientAddress(facts({ 'x-forwarded-for': '10.6.6.6, 198.51.100.1 , 192.0.2.7' }))).toBe('192.0.2.7')
  expect(clientAddress(facts({}))).toBe('')
})

// Mutant seen to fail: the whole header compared with `https`.
test.each([
  ['https', true],
  ['https, http', true],
  ['https,http', true],
  ['HTTPS', true],
  ['http', false],
  ['http, https', false],
  ['', false],
])('`%s` says that the browser speaks HTTPS: %s', (value, secure) => {
  expect(cameByHttps(facts({ 'x-forwarded-proto': value }))).toBe(secure)
})

test('no header says nothing of HTTPS', () => {
  expect(cameByHttps(facts({}))).toBe(false)
})

// Mutants seen to fail: a missing Origin that passes; `x-forwarded-host` left out; Origin asked alone.
describe('a page of this site sent it', () => {
  const HOST = 'soporte.ejemplo.es'
  test.each([
    [true, { host: HOST, origin: `https://${HOST}` }],
    [true, { host: HOST, origin: `https://${HOST}`, 'sec-fetch-site': 'same-origin' }],
    [true, { host: '127.0.0.1:3000', 'x-forwarded-host': HOST, origin: `https://${HOST}` }],
    [true, { host: HOST, 'sec-fetch-site': 'same-origin' }],
    [false, { host: HOST }],
    [false, { host: HOST, 'sec-fetch-site': 'none' }],
    [false, { host: HOST, origin: 'https://otra.ejemplo.es' }],
    [false, { host: HOST, origin: `https://${HOST}`, 'sec-fetch-site': 'same-site' }],
    [false, { host: HOST, origin: `https://${HOST}:8443` }],
    [false, { host: HOST, 'x-forwarded-host': 'otra.ejemplo.es', origin: `https://${HOST}` }],
    [false, { host: HOST, origin: 'null' }],
    [false, { host: HOST, origin: '' }],
  ])('%s: %j', (own, headers) => {
    expect(isOwnSite(new Headers(Object.entries(headers)))).toBe(own)
  })
})
