import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Crud, openCrud } from '../../support/crud'
import { expectInvariants } from '../../support/invariants'
import { ADMIN_SERVICE } from '../../support/system'
import { openTwoProcesses, type TwoProcesses } from '../../support/two-processes'

let crud: Crud
let procesos: TwoProcesses
beforeEach(async () => {
  crud = await openCrud()
  procesos = await openTwoProcesses()
})
afterEach(async () => {
  await crud.close()
  await procesos.close()
})

const OTRO = (nombre: string) => `SELECT count(*) FROM admin WHERE activo = 1 AND nombre <> '${nombre}'`
const BAJA = (nombre: string) => `UPDATE admin SET activo = 0 WHERE nombre = '${nombre}'`

test('each sees that another admin stays, each deactivates a row of their own: none stays', async () => {
  const { ana, blas, one } = crud
  const quedan = [await one(ana, OTRO('ana')), await one(blas, OTRO('blas'))]
  await ana.batch([BAJA('ana')], 'write')
  await blas.batch([BAJA('blas')], 'write')
  expect(quedan).toEqual([1, 1])
  expect(await one(ana, 'SELECT count(*) FROM admin WHERE activo = 1')).toBe(0)
})

test('with the reading inside BEGIN IMMEDIATE, the second one reads what the first one did', async () => {
  const { ana, blas, one } = crud
  for (const [client, nombre] of [
    [ana, 'ana'],
    [blas, 'blas'],
  ] as const) {
    const tx = await client.transaction('write')
    if (Number(await one(tx, OTRO(nombre))) > 0) await tx.execute(BAJA(nombre))
    await tx.commit()
  }
  expect(await one(ana, 'SELECT count(*) FROM admin WHERE activo = 1')).toBe(1)
})

test('the bus guards the other admin that a deactivation relied on', async () => {
  const { system, other, overtaken } = procesos
  const [a, b] = [await system.person('admin'), await system.person('admin')]
  const baja = (cuentaId: number) => ({ tipo: 'desactivar_cuenta', cuentaId }) as const
  const between = () => other(ADMIN_SERVICE, baja(b.id))
  const result = await overtaken(between, ADMIN_SERVICE, baja(a.id))
  expect(result).toMatchObject({ estado: 'rechazado', rechazo: { codigo: 'ULTIMO_ADMIN' } })
  const bajas = (await expectInvariants(system)).filter((row) => row.tipo === 'desactivacion')
  expect(bajas.map((row) => row.cuenta_id)).toEqual([b.id])
})
