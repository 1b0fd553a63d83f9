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

const ABIERTOS = "FROM ticket WHERE estado = 'abierto'"
const NUEVO = "INSERT INTO ticket (estado, texto) VALUES ('abierto', 'Sin red.')"

test('count, then list, without a transaction: one row more than were counted', async () => {
  const { ana, blas, one } = crud
  const contados = await one(ana, `SELECT count(*) ${ABIERTOS}`)
  await blas.execute(NUEVO)
  const { rows } = await ana.execute(`SELECT id ${ABIERTOS}`)
  expect([contados, rows.length]).toEqual([1, 2])
})

test('in one transaction the new row is not there yet', async () => {
  const { ana, blas, one } = crud
  const tx = await ana.transaction('deferred')
  const contados = await one(tx, `SELECT count(*) ${ABIERTOS}`)
  await blas.execute(NUEVO)
  const { rows } = await tx.execute(`SELECT id ${ABIERTOS}`)
  tx.close()
  expect([contados, rows.length]).toEqual([1, 1])
})

test('"there is none yet", asked by two and then made by both: there are two', async () => {
  const { ana, blas, one } = crud
  const hay = "SELECT count(*) FROM admin WHERE nombre = 'eva'"
  const vistos = [await one(ana, hay), await one(blas, hay)]
  await ana.execute("INSERT INTO admin VALUES ('eva', 1)")
  await blas.execute("INSERT INTO admin VALUES ('eva', 1)")
  expect(vistos).toEqual([0, 0])
  expect(await one(ana, hay)).toBe(2)
})

test('of two accounts with one e-mail, both decided on a moment without it, one is made', async () => {
  const { other, overtaken, system } = procesos
  const alta = { tipo: 'crear_cuenta', email: 'eva@prueba.test', nombre: 'Eva', rol: 'cliente' } as const
  let primera: unknown
  const between = async () => {
    primera = await other(ADMIN_SERVICE, alta)
  }
  const segunda = await overtaken(between, ADMIN_SERVICE, alta)
  expect(primera).toMatchObject({ estado: 'aceptado' })
  expect(segunda).toMatchObject({ estado: 'rechazado', rechazo: { codigo: 'EMAIL_EN_USO' } })
  await expectInvariants(system)
})
