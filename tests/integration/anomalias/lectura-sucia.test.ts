import { createClient } from '@libsql/client'
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

test('SQLite shows a transaction to itself alone until COMMIT', async () => {
  const { ana, blas, one } = crud
  const tx = await ana.transaction('write')
  await tx.execute("UPDATE ticket SET estado = 'resuelto' WHERE id = 1")
  expect(await one(tx, 'SELECT estado FROM ticket')).toBe('resuelto')
  expect(await one(blas, 'SELECT estado FROM ticket')).toBe('abierto')
  await tx.rollback()
  expect(await one(ana, 'SELECT estado FROM ticket')).toBe('abierto')
})

test('a shared cache in memory, asked not to isolate, does show what will never be', async () => {
  const { one } = crud
  const shared = { url: 'file::memory:?cache=shared', concurrency: 1 }
  const [ana, blas] = [createClient(shared), createClient(shared)]
  await ana.executeMultiple("CREATE TABLE ticket (estado TEXT); INSERT INTO ticket VALUES ('abierto')")
  await blas.execute('PRAGMA read_uncommitted = ON')
  const tx = await ana.transaction('write')
  await tx.execute("UPDATE ticket SET estado = 'resuelto'")
  expect(await one(blas, 'SELECT estado FROM ticket')).toBe('resuelto')
  await tx.rollback()
  expect(await one(blas, 'SELECT estado FROM ticket')).toBe('abierto')
  ana.close()
  blas.close()
  // A file can't be opened like this at all.
  expect(() => createClient({ url: 'file:x.db?cache=shared' })).toThrow('cache')
})

test('without a transaction, half of a change is there for everybody to see', async () => {
  const { ana, blas, one } = crud
  await ana.execute("UPDATE ticket SET estado = 'resuelto' WHERE id = 1")
  // Blas looks now; if ana dies here, it stays like this.
  expect(await one(blas, 'SELECT estado FROM ticket')).toBe('resuelto')
  expect(await one(blas, 'SELECT count(*) FROM comentario')).toBe(0)
  await ana.execute("INSERT INTO comentario VALUES (1, 'Cambiado el tóner.')")
})

test('in one batch, an error takes the first half back', async () => {
  const { ana, blas, one } = crud
  const mitades = ["UPDATE ticket SET estado = 'resuelto' WHERE id = 1", 'INSERT INTO no_existe VALUES (1)']
  await expect(ana.batch(mitades, 'write')).rejects.toThrow('no_existe')
  expect(await one(blas, 'SELECT estado FROM ticket')).toBe('abierto')
})

test('whoever reads while a command goes in sees all of it or nothing', async () => {
  const { system, operador } = procesos
  const lector = createClient({ url: system.url })
  const vistas = new Set<string>()
  const look = async () => {
    const { rows } = await lector.execute(
      'SELECT estado, (SELECT count(*) FROM interacciones WHERE ticket_id = 1) FROM tickets WHERE id = 1',
    )
    vistas.add(JSON.stringify([rows[0]?.[0], rows[0]?.[1]]))
  }
  await look()
  let over = false
  const answer = system
    .dispatch(operador, {
      tipo: 'actualizar_con_interaccion',
      ticketId: 1,
      a: 'resuelto',
      comentario: 'Cambiado el tóner.',
      interno: false,
    })
    .finally(() => {
      over = true
    })
  while (!over) {
    await look()
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(await answer).toMatchObject({ estado: 'aceptado', version: 3 })
  await look()
  lector.close()
  expect([...vistas]).toEqual(['["abierto",1]', '["resuelto",3]'])
})
