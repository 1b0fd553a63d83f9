import { describe, expect, test } from 'vitest'
import { localPath } from '../../app/lib/local-path'

// The mutant that only asks for a slash in front lets the first four of the second list through, and the last two.
describe('where the login may lead', () => {
  test.each(['/tickets', '/tickets?estado=abierto&orden=prioridad', '/usuarios/7', '/tickets?a=//b'])(
    'to %s',
    (path) => {
      expect(localPath(path)).toBe(path)
    },
  )

  test.each([
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/a/..//evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    'tickets',
    '',
    '/login?volver=/login',
    '/api/health',
  ])('not to %j', (path) => {
    expect(localPath(path)).toBeNull()
  })
})
