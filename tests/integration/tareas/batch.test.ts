import { chmod, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { NextRequest } from 'next/server'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { loadCronSecret } from '@/auth/cron-secret'
import { createRuntime, type Runtime } from '@/runtime'
import { GET, POST } from '../../../app/api/batch/route'
import { someTicket } from '../../support/follow'
import { openTestSystem, type TestSystem } from '../../support/system'

const SECRET = 'una-clave-de-prueba-larga'
const RUNTIME = Symbol.for('bitacora.runtime')
const holder = globalThis as typeof globalThis & { [RUNTIME]?: Promise<Runtime> }

let system: TestSystem
let served: Runtime
beforeEach(async () => {
  system = await openTestSystem()
  await serve({ secreto: SECRET, fichero: null })
})
afterEach(async () => {
  delete holder[RUNTIME]
  await served.close()
  await system.close()
})

/** The process's runtime, as the route finds it. */
async function serve(cron: Runtime['config']['cron']): Promise<void> {
  await served?.close()
  served = await createRuntime({ ...system.config, cron })
  holder[RUNTIME] = Promise.resolve(served)
}

interface Call {
  readonly token?: string | null
  readonly query?: string
  readonly from?: string
  readonly via?: typeof GET
}

async function call({
  token = SECRET,
  query = '',
  from = '192.0.2.1',
  via = GET,
}: Call = {}): Promise<Response> {
  const headers = new Headers({ 'x-forwarded-for': from })
  if (token !== null) headers.set('authorization', `Bearer ${token}`)
  return await via(new NextRequest(`http://127.0.0.1/api/batch${query}`, { headers }))
}

const Report = z.object({
  estado: z.literal('hecho'),
  proyecciones: z.array(z.object({ nombre: z.string(), estado: z.string(), posicion: z.number() })),
  tareas: z.object({ tomadas: z.number(), hechas: z.number() }),
  sello: z.object({ tamano: z.number() }).nullable(),
})
const report = async (response: Response) => Report.parse(await response.json())

describe('/api/batch', () => {
  test('does one round and tells what it did: how far it came, the tasks, the seal', async () => {
    const cliente = await system.person('cliente')
    const operador = await system.person('operador')
    const id = await someTicket(system, cliente)
    await system.dispatch(operador, { tipo: 'comentar', ticketId: id, comentario: 'Hola', interno: false })
    const first = await report(await call())
    expect(first.proyecciones.map(({ estado }) => estado)).toEqual(first.proyecciones.map(() => 'al_dia'))
    expect(first.proyecciones.map(({ nombre }) => nombre)).toContain('outbox')
    expect(first.proyecciones.map(({ posicion }) => posicion)).toEqual(first.proyecciones.map(() => 5))
    // Two events told, three schedules begun.
    expect(first.tareas).toMatchObject({ tomadas: 5, hechas: 5 })
    expect(first.sello).toMatchObject({ tamano: 5 })
    const second = await report(await call({ via: POST }))
    expect(second).toMatchObject({ tareas: { tomadas: 0 }, sello: null })
  })

  test('takes a budget of tasks, and refuses one that makes no sense', async () => {
    const cliente = await system.person('cliente')
    for (let n = 0; n < 5; n++) await someTicket(system, cliente)
    expect((await report(await call({ query: '?max=2' }))).tareas.tomadas).toBe(2)
    for (const query of ['?max=0', '?max=x', '?ms=5', '?ms=999999999'])
      expect((await call({ query })).status, query).toBe(400)
  })

  test('runs once at a time in a process, and in several processes at once does nothing twice', async () => {
    const cliente = await system.person('cliente')
    for (let n = 0; n < 20; n++) await someTicket(system, cliente)
    const here = await Promise.all([call(), call(), call()])
    expect(here.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409])
    for (let n = 0; n < 20; n++) await someTicket(system, cliente)
    const reports = await Promise.all([call().then(report), system.runtime.runBatch({ ms: 8000, max: 500 })])
    const rest = await report(await call())
    const done = [...reports, rest].map((one) => one?.tareas.hechas ?? 0)
    expect(done.reduce((sum, n) => sum + n, 0)).toBe(20)
  })

  // Mutants seen to fail: bearsToken true for a prefix; the body naming what was wrong.
  test.each([null, '', 'x', SECRET.slice(1), `${SECRET}x`, SECRET.toUpperCase()])(
    'turns the token %j away, and says nothing',
    async (token) => {
      const response = await call({ token })
      expect([response.status, await response.text()]).toEqual([401, ''])
      expect((await call({ token, via: POST })).status).toBe(401)
    },
  )

  test('lets an address try so many wrong tokens; the right one passes all the same', async () => {
    const statuses: number[] = []
    for (let n = 0; n < 25; n++) statuses.push((await call({ token: `malo-${n}` })).status)
    expect(statuses).toEqual(statuses.map((_, n) => (n < 20 ? 401 : 429)))
    expect((await call({ token: 'malo' })).headers.get('retry-after')).toMatch(/^\d+$/)
    expect((await call({ token: 'malo', from: '192.0.2.2' })).status).toBe(401)
    expect((await call()).status).toBe(200)
  })

  test('says plainly that no token is configured', async () => {
    await serve({ secreto: undefined, fichero: null })
    const response = await call()
    expect(response.status).toBe(503)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({
      codigo: 'NO_DISPONIBLE',
      detail: expect.stringMatching(/^CRON_SECRET no está/) as unknown,
    })
  })

  test('says that it could not go on where the database can’t be used', async () => {
    const complaints = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    served.db.close()
    const response = await call()
    expect(response.status).toBe(503)
    expect(await response.text()).not.toMatch(/sqlite|libsql|client/i)
    expect(complaints).toHaveBeenCalled()
    complaints.mockRestore()
    served = await createRuntime(system.config)
  })
})

describe('the token’s file', () => {
  const path = () => join(dirname(system.file), 'cron.secret')
  const load = () => loadCronSecret({ secreto: undefined, fichero: path() })

  test('is made once, for its owner alone, and is what the route asks for', async () => {
    const made = await Promise.all(Array.from({ length: 5 }, load))
    expect(new Set(made).size).toBe(1)
    expect(made[0]).toMatch(/^[\w-]{43}$/)
    expect((await stat(path())).mode & 0o777).toBe(0o600)
    expect((await readFile(path(), 'utf8')).trim()).toBe(made[0])
    await serve({ secreto: undefined, fichero: path() })
    expect((await call({ token: made[0] ?? '' })).status).toBe(200)
    expect((await call({ token: SECRET })).status).toBe(401)
    await rm(path())
    expect(await load()).not.toBe(made[0])
  })

  // Mutant seen to fail: whatever is in the file taken as the token.
  test('that was emptied lets nobody in', async () => {
    await writeFile(path(), '\n')
    await chmod(path(), 0o600)
    await expect(load()).rejects.toThrow('se esperaban 16 caracteres')
  })
})
