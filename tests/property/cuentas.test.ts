import { verifyProjections } from '@projections/engine/verify'
import { findCuentaQuery } from '@projections/usuarios/list'
import { listCuentasQuery } from '@projections/usuarios/pages'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Rol } from '@/domain/values'
import { cuentaCommand } from '../support/arbitraries'
import { FC_TIMEOUT, fcParams } from '../support/fc'
import { expectInvariants } from '../support/invariants'
import { expectCuenta, type ModelCuentas } from '../support/model-cuentas'
import { openTestSystem, type TestSystem } from '../support/system'

const PEOPLE: readonly Rol[] = ['admin', 'admin', 'operador', 'cliente', 'auditor']
const steps = fc.array(
  fc.record({ who: fc.nat({ max: PEOPLE.length - 1 }), comando: cuentaCommand(PEOPLE.length + 1) }),
  { minLength: 1, maxLength: 25 },
)

async function people(system: TestSystem): Promise<ModelCuentas> {
  const model: ModelCuentas = new Map()
  const db = system.runtime.db.as('api_server')
  for (const rol of PEOPLE) {
    const { id } = await system.person(rol)
    const cuenta = await findCuentaQuery(db, { id, rol }, id)
    if (cuenta) {
      const { activo, idioma, email, nombre } = cuenta
      model.set(id, { rol, activo, idioma, email, nombre })
    }
  }
  return model
}

// Mutant seen to fail: a search index without its update trigger. Still to be run: the last admin deactivated; a link
// for one's own account; a language that is no change an event.
test(
  'any history of accounts is answered as the model does, and its rows, found by name, are what a rebuild makes',
  async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const system = await openTestSystem()
        try {
          const model = await people(system)
          const ids = [...model.keys()]
          let accepted = (await expectInvariants(system)).length
          for (const { who, comando } of history) {
            const id = ids[who] ?? 0
            const expected = expectCuenta(model, id, comando)
            const result = await system.dispatch({ tipo: 'persona', id, rol: 'cliente' }, comando)
            expect(result.estado === 'rechazado' ? result.rechazo.codigo : 'ok').toBe(expected)
            if (expected === 'ok') accepted++
          }
          expect((await expectInvariants(system)).length).toBe(accepted)
          expect(await verifyProjections(system.runtime.db.as('admin'), ['usuarios'])).toEqual([])
          await expectFound(system, model)
        } finally {
          await system.close()
        }
      }),
      fcParams(40),
    )
  },
  FC_TIMEOUT,
)

async function expectFound(system: TestSystem, model: ModelCuentas): Promise<void> {
  const db = system.runtime.db.as('api_server')
  const viewer = { id: 2, rol: 'admin' } as const
  for (const [id, { rol, activo, idioma, email, nombre }] of model) {
    expect(await findCuentaQuery(db, viewer, id)).toMatchObject({ rol, activo, idioma, email, nombre })
    const { cuentas } = await listCuentasQuery(db, viewer, { texto: email })
    expect(cuentas.map((cuenta) => cuenta.id)).toEqual([id])
  }
}
