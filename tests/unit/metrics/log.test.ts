import { expect, test } from 'vitest'
import { createLog } from '@/metrics/log'

// Mutants seen to fail: fields of the first level alone; names compared by case; the error's own fields as they are.
test('no secret gets into a line, however deep it lies and however it is spelled', () => {
  const lines: string[] = []
  const log = createLog({ write: (line) => lines.push(line) })
  const error = Object.assign(new Error('no contesta'), {
    config: { headers: { Authorization: 'Bearer s3creto', accept: 'x' } },
    token: 's3creto',
  })
  log.error(
    {
      err: error,
      contrasena: 's3creto',
      passwordHash: 's3creto',
      peticion: { ruta: '/tickets', cabeceras: [{ 'Set-Cookie': 's3creto', COOKIE: 's3creto' }] },
      env: { CRON_SECRET: 's3creto', TURSO_AUTH_TOKEN: 's3creto', UPSTASH: { apiKey: 's3creto' } },
      ticketId: 7,
      fecha: new Date(0),
    },
    'http',
  )
  expect(lines).toHaveLength(1)
  expect(lines[0]).not.toContain('s3creto')
  const said: unknown = JSON.parse(lines[0] ?? '')
  expect(said).toMatchObject({
    level: 'error',
    msg: 'http',
    ticketId: 7,
    fecha: '1970-01-01T00:00:00.000Z',
    peticion: { ruta: '/tickets' },
    err: { type: 'Error', message: 'no contesta', config: { headers: { accept: 'x' } } },
  })
})
