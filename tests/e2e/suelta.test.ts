import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyPacked, type Packed } from '../support/e2e/packed'

let packed: Packed
beforeAll(async () => {
  packed = await copyPacked()
})
afterAll(async () => await packed.remove())

const CLAVE = 'una-clave-de-prueba-larga'
const NEW = ['user', 'create', 'ana@prueba.test', '--nombre', 'Ana', '--rol', 'admin', '--password-stdin']

/** Everything below a folder, with the size and time of each file. */
async function stateOf(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true })
  const states = names.map(async (name) => {
    const { size, mtimeMs } = await stat(join(folder, name))
    return `${name} ${size} ${mtimeMs}`
  })
  return (await Promise.all(states)).sort()
}

test('the packed build serves from a read-only folder, as somebody else, with nothing of the project beside it', async () => {
  const { folder, data } = packed
  const env = { TURSO_DATABASE_URL: `file:${data}/bitacora.db` }
  const before = await stateOf(folder)
  const server = await packed.start(env)
  try {
    const health = await fetch(`${server.url}/api/health`)
    expect(await health.json()).toMatchObject({ estado: 'listo', base: 'responde' })

    const login = await fetch(`${server.url}/login`)
    expect(login.status).toBe(200)
    expect(login.headers.get('content-security-policy')).toContain("'strict-dynamic'")
    const assets = [...(await login.text()).matchAll(/"(\/_next\/static\/[^"\\]+)"/g)].map(
      ([, path = '']) => path,
    )
    expect(assets.length).toBeGreaterThan(3)
    for (const path of [...new Set(assets), '/icon.svg', '/verificador/verificador.mjs'])
      expect((await fetch(`${server.url}${path}`)).status, path).toBe(200)

    const made = await packed.cli(env, NEW, CLAVE)
    expect(made, made.said).toMatchObject({ code: 0 })
    for (const args of [
      ['db', 'status'],
      ['audit', 'verify'],
      ['backup', 'full'],
      ['projections', 'verify'],
    ]) {
      const done = await packed.cli(env, args)
      expect(done, `${args.join(' ')}: ${done.said}`).toMatchObject({ code: 0 })
    }
    expect(server.said()).not.toMatch(/error|EACCES|EROFS|EPERM/i)
  } finally {
    // A browser opens connections ahead: it must not wait for what is never asked.
    const silent = connect(server.port, '127.0.0.1')
    await once(silent, 'connect')
    await server.close()
  }
  expect(await stateOf(folder)).toEqual(before)
  expect(existsSync(join(data, 'bitacora.db'))).toBe(true)
})

test('a wrong variable ends it with the line that says so', async () => {
  const env = { TURSO_DATABASE_URL: `file:${packed.data}/otra.db`, AUTO_CLOSE_DAYS: 'x' }
  await expect(packed.start(env)).rejects.toThrow('AUTO_CLOSE_DAYS: se esperaba un número de días')
})
