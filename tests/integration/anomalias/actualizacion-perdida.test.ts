import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Crud, openCrud } from '../../support/crud'
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

const append = (read: unknown, text: string) => [read, text].join(' ')

test('without a guard, the last one to save wipes out what the other wrote', async () => {
  const { ana, blas, one } = crud
  const deAna = append(await one(ana, 'SELECT texto FROM ticket'), 'Es la del pasillo.')
  const deBlas = append(await one(blas, 'SELECT texto FROM ticket'), 'Error 79.')
  await ana.execute({ sql: 'UPDATE ticket SET texto = ? WHERE id = 1', args: [deAna] })
  await blas.execute({ sql: 'UPDATE ticket SET texto = ? WHERE id = 1', args: [deBlas] })
  expect(await one(ana, 'SELECT texto FROM ticket')).toBe('No imprime. Error 79.')
})

test('a transaction around the write alone changes nothing: what was read is old all the same', async () => {
  const { ana, blas, one } = crud
  const deAna = append(await one(ana, 'SELECT texto FROM ticket'), 'Es la del pasillo.')
  const deBlas = append(await one(blas, 'SELECT texto FROM ticket'), 'Error 79.')
  await ana.batch([{ sql: 'UPDATE ticket SET texto = ? WHERE id = 1', args: [deAna] }], 'write')
  await blas.batch([{ sql: 'UPDATE ticket SET texto = ? WHERE id = 1', args: [deBlas] }], 'write')
  expect(await one(ana, 'SELECT texto FROM ticket')).toBe('No imprime. Error 79.')
})

test('a guard on the version that was read lets one of them in, and the other knows', async () => {
  const { ana, blas, one } = crud
  const sql = 'UPDATE ticket SET texto = ?, version = version + 1 WHERE id = 1 AND version = ?'
  const [deAna] = await ana.batch([{ sql, args: ['Es la del pasillo.', 1] }], 'write')
  const [deBlas] = await blas.batch([{ sql, args: ['Error 79.', 1] }], 'write')
  expect([deAna?.rowsAffected, deBlas?.rowsAffected]).toEqual([1, 0])
  expect(await one(ana, 'SELECT texto FROM ticket')).toBe('Es la del pasillo.')
})

const editar = (descripcion: string) =>
  ({ tipo: 'editar_ticket', ticketId: 1, titulo: 'Impresora', descripcion }) as const

test('the bus tells the second one of the first, even if they overtook each other after the load', async () => {
  const { operador, cliente, other, overtaken, kinds } = procesos
  const deAna = () => other(cliente, editar('Es la del pasillo.'), { versionVista: 1 })
  const deBlas = await overtaken(deAna, operador, editar('Error 79.'), { versionVista: 1 })
  expect(deBlas).toMatchObject({ estado: 'conflicto', vista: 1, actual: 2 })
  expect(await kinds()).toEqual(['creacion', 'edicion'])
  // "Apply mine": the same change, with the version that the conflict named.
  expect(await other(operador, editar('Error 79.'), { versionVista: 2 })).toMatchObject({ version: 3 })
})
