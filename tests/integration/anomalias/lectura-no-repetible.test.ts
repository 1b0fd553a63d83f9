import { timelineQuery } from '@projections/linea_tiempo/timeline'
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

test('two statements without a transaction: the second one tells another story', async () => {
  const { ana, blas, one } = crud
  const antes = await one(ana, 'SELECT estado FROM ticket WHERE id = 1')
  await blas.execute("UPDATE ticket SET estado = 'en_progreso' WHERE id = 1")
  const luego = await one(ana, 'SELECT estado FROM ticket WHERE id = 1')
  expect([antes, luego]).toEqual(['abierto', 'en_progreso'])
})

test('in one transaction both read the same moment, and nobody waits for the other', async () => {
  const { ana, blas, one } = crud
  const tx = await ana.transaction('deferred')
  const antes = await one(tx, 'SELECT estado FROM ticket WHERE id = 1')
  await blas.execute("UPDATE ticket SET estado = 'en_progreso' WHERE id = 1")
  const luego = await one(tx, 'SELECT estado FROM ticket WHERE id = 1')
  expect([antes, luego]).toEqual(['abierto', 'abierto'])
  // The moment that it read is past: SQLite does not let it write on top of what came after.
  await expect(tx.execute("UPDATE ticket SET estado = 'cerrado' WHERE id = 1")).rejects.toThrow('locked')
  tx.close()
})

test('the bus reads once; what changed after that is read again and decided anew', async () => {
  const { system, operador, cliente, other, overtaken, kinds } = procesos
  const cambiar = (a: 'en_progreso' | 'resuelto') => ({ tipo: 'cambiar_estado', ticketId: 1, a }) as const
  const between = () => other(operador, cambiar('en_progreso'))
  expect(await overtaken(between, operador, cambiar('resuelto'))).toMatchObject({ version: 3 })
  expect(await kinds()).toEqual(['creacion', 'cambio_estado', 'cambio_estado'])
  // The event says from where: from what the other made of it, not from what was read first.
  const page = await timelineQuery(system.runtime.db.as('api_server'), { id: cliente.id, rol: 'admin' }, 1)
  expect(page.eventos.at(-1)?.evento.datos).toMatchObject({ de: 'en_progreso', a: 'resuelto' })
})
