import { AuditFilter } from '@projections/auditoria/filter'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { dropSavedFilter, listSavedFilters, MAX_FILTROS, saveFilter } from '@/auth/saved-filters'
import { consultationOf } from '@/io/auditoria/consultation'
import { createRuntime } from '@/runtime'
import { catchUp, expectRebuilt } from '../../support/follow'
import { nameOf } from '../../support/history'
import { expectInvariants } from '../../support/invariants'
import { ADMIN_SERVICE, openTestSystem, type TestSystem } from '../../support/system'

let system: TestSystem
beforeEach(async () => {
  system = await openTestSystem()
})
afterEach(async () => await system.close())

const search = (ticket: number) => consultationOf(AuditFilter.parse({ ticket, texto: 'Marta' }))
const AHORA = '2026-03-01T10:00:00.000Z'

describe('a consultation', () => {
  test('is noted once, however often its form is sent', async () => {
    const auditor = await system.person('auditor')
    const comandoId = system.runtime.newId()
    const results = []
    for (let n = 0; n < 3; n++) results.push(await system.dispatch(auditor, search(7), { comandoId }))
    expect(results.map((result) => result.estado === 'aceptado' && result.repetido)).toEqual([
      false,
      true,
      true,
    ])
    const [last] = (await expectInvariants(system)).slice(-1)
    expect(last).toMatchObject({ tipo: 'consulta_auditoria', cuenta_id: 1, usuario_id: auditor.id })
    expect(last?.contenido).toBe('{"texto":"Marta"}')
  })

  // Mutant seen to fail: operador in AUTHORITY.consultar_auditoria.
  test('is refused to clients and operators, and leaves no trace', async () => {
    for (const rol of ['cliente', 'operador'] as const)
      expect(nameOf(await system.dispatch(await system.person(rol), search(1)))).toBe('SIN_PERMISO')
    expect((await expectInvariants(system)).map(({ tipo }) => tipo)).not.toContain('consulta_auditoria')
  })

  test('of many auditors at once, in two processes, beside what the service itself does, is noted each', async () => {
    const auditors = [
      await system.person('auditor'),
      await system.person('auditor'),
      await system.person('admin'),
    ]
    const other = await createRuntime(system.config)
    const given = Array.from({ length: 30 }, (_, n) => {
      const actor = auditors[n % 3] ?? ADMIN_SERVICE
      const bus = n % 2 === 0 ? system.runtime.bus : other.bus
      return bus.dispatch({ comandoId: other.newId(), actor, comando: search(n + 1) })
    })
    const tickets = Array.from({ length: 5 }, (_, n) =>
      system.dispatch(ADMIN_SERVICE, {
        tipo: 'crear_ticket',
        titulo: `Ticket ${n}`,
        descripcion: 'Algo',
        prioridad: 'media',
        categoria: null,
        solicitanteId: auditors[0]?.id ?? null,
      }),
    )
    expect(new Set((await Promise.all([...given, ...tickets])).map(nameOf))).toEqual(new Set(['ok']))
    await other.close()
    const log = await expectInvariants(system)
    expect(log.filter(({ tipo }) => tipo === 'consulta_auditoria')).toHaveLength(30)
    await catchUp(system)
    await expectRebuilt(system)
  })
})

describe('saved filters', () => {
  // Mutants seen to fail: the count left out of the statement; the account left out of the deletion.
  test('are one’s own, each name once, and not more than fifty', async () => {
    const db = system.runtime.db.as('api_server')
    const [ana, luis] = [await system.person('auditor'), await system.person('admin')]
    const filter = (n: number) => ({
      nombre: `Filtro ${String(n).padStart(2, '0')}`,
      consulta: `ticket=${n}`,
    })
    expect(await saveFilter(db, ana.id, filter(1), AHORA)).toBe(true)
    expect(await saveFilter(db, ana.id, { ...filter(1), consulta: 'ticket=9' }, AHORA)).toBe(false)
    expect(await saveFilter(db, luis.id, filter(1), AHORA)).toBe(true)
    expect(await listSavedFilters(db, ana.id)).toEqual([filter(1)])
    await dropSavedFilter(db, ana.id, 'Filtro 01')
    expect(await listSavedFilters(db, ana.id)).toEqual([])
    expect(await listSavedFilters(db, luis.id)).toEqual([filter(1)])
    const saved = []
    for (let n = 1; n <= MAX_FILTROS + 2; n++) saved.push(await saveFilter(db, ana.id, filter(n), AHORA))
    expect(saved.filter((ok) => ok)).toHaveLength(MAX_FILTROS)
  })
})
