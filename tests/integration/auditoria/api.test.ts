import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openApi } from '@/api/openapi'
import { proveAuditoria, proveConsistencia } from '@/api/routes/proofs'
import { wordsIn } from '@/api/words'
import { positionsOfTicket } from '@/events/seals/find'
import { type ApiSystem, openApiSystem, type Person } from '../../support/api/system'
import { readWholeLog } from '../../support/audit'
import { catchUp, someTicket } from '../../support/follow'
import { sealNow } from '../../support/seals'
import { ADMIN_SERVICE } from '../../support/system'

let system: ApiSystem
let auditor: Person
beforeEach(async () => {
  system = await openApiSystem()
  auditor = await system.caller('auditor')
  for (let n = 0; n < 4; n++) await system.person('cliente')
  await catchUp(system)
})
afterEach(() => system.close())

const consultations = async () =>
  (await readWholeLog(system)).filter(({ tipo }) => tipo === 'consulta_auditoria').length

describe('a search', () => {
  const Page = z.object({
    eventos: z.array(z.object({ posicion: z.number() })),
    siguiente: z.string().nullable(),
  })
  const search = (query: string, who = auditor) =>
    system.call('GET', `/api/auditoria?limite=2&${query}`, { token: who.token })
  const found = async (query: string) => Page.parse(await (await search(query)).json())

  // Mutant seen to fail: `comando` left out of the place that a page gives.
  test('is noted once, however many pages of it are read', async () => {
    const seen: number[] = []
    for (let [cursor, pages]: [string | null, number] = ['', 0]; cursor !== null && pages < 9; pages++) {
      const page = await found(`tipo=alta_cuenta${cursor === '' ? '' : `&cursor=${cursor}`}`)
      seen.push(...page.eventos.map(({ posicion }) => posicion))
      cursor = page.siguiente
    }
    expect(seen.length).toBeGreaterThan(3)
    expect(new Set(seen).size).toBe(seen.length)
    expect(await consultations()).toBe(1)
  })

  // Mutants seen to fail: no note where a cursor is given; COMANDO_REUTILIZADO let pass by `note`.
  test('is noted or refused where its cursor is made up', async () => {
    const honest = (await found('tipo=alta_cuenta')).siguiente
    expect(honest).toMatch(/^\d+_[0-9A-Z]{26}$/)
    expect(await consultations()).toBe(1)
    await found('tipo=alta_token&cursor=999999')
    expect(await consultations()).toBe(2)
    await found(`tipo=alta_token&cursor=999999_${system.runtime.newId()}`)
    expect(await consultations()).toBe(3)
    const other = await search(`tipo=alta_token&cursor=${honest ?? ''}`)
    expect(other.status).toBe(400)
    expect(await other.json()).toMatchObject({ detail: expect.stringContaining('cursor') as unknown })
    const stranger = await system.caller('admin')
    expect((await search(`tipo=alta_cuenta&cursor=${honest ?? ''}`, stranger)).status).toBe(400)
    expect(await consultations()).toBe(3)
  })

  test('in the order of dates goes on where it was, noted once', async () => {
    const first = await found('desde=2020-01-01')
    expect(first.siguiente).toMatch(/^\d+_2026-[^_]+_[0-9A-Z]{26}$/)
    const next = await found(`desde=2020-01-01&cursor=${first.siguiente ?? ''}`)
    const [last] = first.eventos.slice(-1)
    expect(next.eventos[0]?.posicion).toBeLessThan(last?.posicion ?? 0)
    expect(await consultations()).toBe(1)
  })
})

describe('proofs', () => {
  const PROOFS = '/api/auditoria/pruebas?posicion=1'

  // Mutant seen to fail: a token's scopes taken as they were given, whatever its account's role is now.
  test('are refused to a token whose account is no auditor any more', async () => {
    await sealNow(system)
    expect((await system.call('GET', PROOFS, { token: auditor.token })).status).toBe(200)
    await system.dispatch(ADMIN_SERVICE, { tipo: 'cambiar_rol', cuentaId: auditor.id, a: 'cliente' })
    const refused = await system.call('GET', PROOFS, { token: auditor.token })
    expect(refused.status).toBe(403)
    expect(await refused.json()).toMatchObject({ codigo: 'ALCANCE_INSUFICIENTE' })
  })

  // Mutants seen to fail: `total` of what is given; the first part read alone.
  test('of a long ticket are the first five hundred, of so many; the console reads all of its events', async () => {
    const ticketId = await someTicket(system, await system.person('operador'))
    const evento = {
      tipo: 'comentario',
      datos: { esInterno: false },
      fecha: '2026-03-01T10:00:00.000Z',
    } as const
    for (let n = 0; n < 13; n++) {
      const eventos = Array.from({ length: 40 }, (_, at) => ({ ...evento, contenido: `${n}.${at}` }))
      await system.dispatch(ADMIN_SERVICE, { tipo: 'registrar_historia', ticketId, eventos })
    }
    await sealNow(system)
    const query = `ticket=${ticketId}&posicion=1`
    const given = await system.call('GET', `/api/auditoria/pruebas?${query}`, { token: auditor.token })
    const Given = z.object({ total: z.number(), pruebas: z.array(z.unknown()) })
    const { total, pruebas } = Given.parse(await given.json())
    expect([total, pruebas.length]).toEqual([522, 500])
    const all = await positionsOfTicket(system.runtime.db.as('api_server'), ticketId)
    expect([all.length, new Set(all).size]).toEqual([521, 521])
    expect(all).toEqual(all.toSorted((a, b) => a - b))
  })

  // Mutant seen to fail: either handler without `seesAudit`.
  test('are refused by the handlers themselves, whatever the scope says', async () => {
    const vieja = await sealNow(system)
    const { id } = await system.person('operador')
    const nobody = { nombre: 'x', email: 'x@prueba.test', causaId: undefined, tokenId: null, idioma: null }
    const call = (rol: 'operador' | 'auditor') => ({
      runtime: system.runtime,
      caller: { ...nobody, id, rol, alcances: ['audit'], via: 'token' } as const,
      t: wordsIn('es'),
      signal: AbortSignal.timeout(10_000),
      comandoId: system.runtime.newId(),
      version: undefined,
    })
    const asked = [
      [proveAuditoria, { ruta: {}, consulta: { posicion: '1' }, cuerpo: undefined }],
      [proveConsistencia, { ruta: {}, consulta: {}, cuerpo: { vieja } }],
    ] as const
    for (const [route, raw] of asked) {
      expect((await route.run(call('operador'), raw)).status).toBe(403)
      expect((await route.run(call('auditor'), raw)).status).toBe(200)
    }
  })
})

describe('a session', () => {
  // Mutants seen to fail: each route without `soloToken`; `admit` without its check.
  test.each(['/api/auditoria?tipo=cierre', '/api/auditoria/exportacion?formato=csv'])(
    'gets nothing of %s: a link in a ticket would have its reader search or export',
    async (address) => {
      const headers = { cookie: await system.cookie(auditor), 'sec-fetch-site': 'cross-site' }
      const refused = await system.call('GET', address, { headers })
      expect(refused.status).toBe(403)
      expect(await refused.json()).toMatchObject({ codigo: 'SOLO_TOKEN' })
      expect(await consultations()).toBe(0)
      expect((await system.call('GET', address, { token: auditor.token })).status).toBe(200)
      expect(await consultations()).toBe(1)
    },
  )

  // Mutant seen to fail: `sesion` among what every route takes.
  test('is not offered by the document where it is refused', () => {
    const { paths } = openApi('es', 'http://127.0.0.1:3000')
    const [only, both] = [[{ token: ['audit'] }], [{ token: ['audit'] }, { sesion: [] }]]
    expect(paths['/api/auditoria']?.get?.security).toEqual(only)
    expect(paths['/api/auditoria/exportacion']?.get?.security).toEqual(only)
    expect(paths['/api/auditoria/pruebas']?.get?.security).toEqual(both)
  })
})
