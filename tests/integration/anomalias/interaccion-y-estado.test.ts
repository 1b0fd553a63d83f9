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

test('without a guard, the interaction reopens unawares what its user had just closed', async () => {
  const { ana: operador, blas: usuario, one } = crud
  expect(await one(operador, 'SELECT estado FROM ticket')).toBe('abierto')
  await usuario.execute("UPDATE ticket SET estado = 'cerrado' WHERE id = 1")
  await operador.execute("UPDATE ticket SET estado = 'en_progreso' WHERE id = 1")
  await operador.execute("INSERT INTO comentario VALUES (1, 'Mañana lo miro.')")
  // The closing is gone, and nothing tells that it was there.
  expect(await one(usuario, 'SELECT estado FROM ticket')).toBe('en_progreso')
})

const interaccion = {
  tipo: 'actualizar_con_interaccion',
  ticketId: 1,
  a: 'en_progreso',
  comentario: 'Mañana lo miro.',
  interno: false,
} as const
const cerrar = { tipo: 'cerrar_ticket', ticketId: 1, motivo: 'resuelto', comentario: null } as const

test('the operator learns of the closing, and neither event of the interaction goes in', async () => {
  const { system, operador, cliente, other, overtaken, kinds } = procesos
  const between = () => other(cliente, cerrar, { versionVista: 1 })
  const result = await overtaken(between, operador, interaccion, { versionVista: 1 })
  expect(result).toMatchObject({ estado: 'conflicto', vista: 1, actual: 2 })
  expect(await kinds()).toEqual(['creacion', 'cierre'])
  // What the form shows of the conflict: what changed, by whom, when.
  const viewer = { id: operador.id, rol: 'operador' } as const
  const { eventos } = await timelineQuery(system.runtime.db.as('api_server'), viewer, 1, { desde: 1 })
  expect(eventos).toMatchObject([
    { autor: 'cliente 2', evento: { tipo: 'cierre', datos: { de: 'abierto' } } },
  ])
})

test('an interaction without a change of state goes in beside the other’s change', async () => {
  const { operador, cliente, other, overtaken, kinds } = procesos
  const between = () => other(operador, { tipo: 'cambiar_estado', ticketId: 1, a: 'en_progreso' })
  const comentario = { tipo: 'comentar', ticketId: 1, comentario: 'Es urgente.', interno: false } as const
  expect(await overtaken(between, cliente, comentario, { versionVista: 1 })).toMatchObject({ version: 3 })
  expect(await kinds()).toEqual(['creacion', 'cambio_estado', 'comentario'])
})

test('what the new state does not allow is refused, whether it is applied on top or did not conflict', async () => {
  const { operador, cliente, other, overtaken, kinds } = procesos
  const comentario = { tipo: 'comentar', ticketId: 1, comentario: 'Es urgente.', interno: false } as const
  const between = () => other(cliente, cerrar, { versionVista: 1 })
  const cerrado = { estado: 'rechazado', rechazo: { codigo: 'TICKET_CERRADO' } }
  expect(await overtaken(between, operador, comentario, { versionVista: 1 })).toMatchObject(cerrado)
  expect(await other(operador, interaccion, { versionVista: 2 })).toMatchObject(cerrado)
  expect(await kinds()).toEqual(['creacion', 'cierre'])
})

test('nor does a client close over an answer that they have not read', async () => {
  const { operador, cliente, other, overtaken, kinds } = procesos
  const respuesta = { tipo: 'comentar', ticketId: 1, comentario: '¿Aún falla?', interno: false } as const
  const between = () => other(operador, respuesta, { versionVista: 1 })
  const result = await overtaken(between, cliente, cerrar, { versionVista: 1 })
  expect(result).toMatchObject({ estado: 'conflicto', actual: 2 })
  expect(await kinds()).toEqual(['creacion', 'comentario'])
})
