import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createCommandBus } from '@/commands/bus'
import { OutcomeUnknown } from '@/commands/types'
import type { Actor } from '@/domain/actor'
import type { Command } from '@/domain/commands'
import { createUlids } from '@/events/ids'
import { createRuntime } from '@/runtime'
import { type Fault, faulty, interrupted } from '../support/faults'
import { expectInvariants } from '../support/invariants'
import { ADMIN_SERVICE, openTestSystem, type TestSystem } from '../support/system'

let system: TestSystem
let operador: Actor
let cliente: Actor

beforeEach(async () => {
  system = await openTestSystem()
  operador = await system.person('operador')
  cliente = await system.person('cliente')
  await system.dispatch(cliente, nuevo('Uno'))
})
afterEach(async () => await system.close())

function nuevo(titulo: string, categoria: string | null = null): Command {
  return {
    tipo: 'crear_ticket',
    titulo,
    descripcion: 'Algo',
    prioridad: 'media',
    categoria,
    solicitanteId: null,
  }
}
const comentar = (comentario: string): Command => ({
  tipo: 'comentar',
  ticketId: 1,
  comentario,
  interno: false,
})
const estado = (a: 'en_progreso' | 'resuelto'): Command => ({ tipo: 'cambiar_estado', ticketId: 1, a })
const ticketEvents = async () => (await expectInvariants(system)).filter((row) => row.ticket_id !== null)

/** A second bus on the same database, over a connection with faults. */
function busWith(faults: Fault[], patience = 10_000) {
  return createCommandBus({
    db: faulty(system.runtime.db.as('api_server'), faults),
    now: Date.now,
    newId: createUlids(),
    patience,
  })
}

describe('the same command, sent again,', () => {
  test('is applied once and answered the same, whether at once or later', async () => {
    const comandoId = system.runtime.newId()
    const send = () => system.dispatch(operador, comentar('Hola'), { comandoId })
    const [first, second] = await Promise.all([send(), send()])
    expect(first).toMatchObject({ estado: 'aceptado', version: 2, repetido: false })
    expect(second).toEqual({ ...first, repetido: true })
    expect(await send()).toEqual(second)
    expect(await ticketEvents()).toHaveLength(2)
  })

  test('is answered the same by a server that was restarted, also for a creation', async () => {
    const comandoId = system.runtime.newId()
    const first = await system.dispatch(cliente, nuevo('Dos'), { comandoId })
    const other = await createRuntime(system.config)
    expect(await other.bus.dispatch({ comandoId, actor: cliente, comando: nuevo('Dos') })).toEqual({
      ...first,
      repetido: true,
    })
    await other.close()
    expect(await ticketEvents()).toHaveLength(2)
  })

  test('is one event when two processes’ buses get it at the same instant', async () => {
    const other = await createRuntime(system.config)
    for (let round = 0; round < 10; round++) {
      const envelope = { comandoId: system.runtime.newId(), actor: cliente, comando: nuevo(`T${round}`) }
      const [a, b] = await Promise.all([system.runtime.bus.dispatch(envelope), other.bus.dispatch(envelope)])
      expect([a, b]).toMatchObject([{ estado: 'aceptado' }, { estado: 'aceptado' }])
      expect({ ...a, repetido: null }).toEqual({ ...b, repetido: null })
    }
    await other.close()
    expect(await ticketEvents()).toHaveLength(11)
  })

  test('with other content, or from another person, is refused', async () => {
    const comandoId = system.runtime.newId()
    await system.dispatch(operador, comentar('Hola'), { comandoId })
    for (const [actor, comando] of [
      [operador, comentar('Adiós')],
      [cliente, comentar('Hola')],
    ] as const) {
      expect(await system.dispatch(actor, comando, { comandoId })).toMatchObject({
        rechazo: { codigo: 'COMANDO_REUTILIZADO' },
      })
    }
    expect(await ticketEvents()).toHaveLength(2)
  })
})

describe('an answer that does not come', () => {
  const cases: readonly [string, Fault[]][] = [
    ['lost after COMMIT', ['despues']],
    ['lost before anything was written', ['antes']],
    ['lost again and again, then after COMMIT', ['antes', 'ocupado', 'antes', 'despues']],
    ['held up by another process', ['ocupado', 'ocupado', 'ocupado']],
  ]
  for (const [what, faults] of cases) {
    test(`${what}: each command of the group is in the log once`, async () => {
      const bus = busWith([...faults])
      const commands = [comentar('a'), comentar('b'), nuevo('Dos'), comentar('c')]
      const results = await Promise.all(
        commands.map((comando) =>
          bus.dispatch({ comandoId: system.runtime.newId(), actor: operador, comando }),
        ),
      )
      expect(results.map((result) => result.estado)).toEqual(['aceptado', 'aceptado', 'aceptado', 'aceptado'])
      const events = await ticketEvents()
      expect(events.slice(1).map((row) => [row.ticket_id, row.version])).toEqual([
        [1, 2],
        [1, 3],
        [1, 4],
        [2, 1],
      ])
    })
  }

  test('at all: the caller learns that the outcome is unknown, and the same id settles it', async () => {
    const envelope = { comandoId: system.runtime.newId(), actor: operador, comando: comentar('Hola') }
    const bus = busWith(
      Array.from({ length: 1000 }, () => 'antes' as const),
      50,
    )
    await expect(bus.dispatch(envelope)).rejects.toBeInstanceOf(OutcomeUnknown)
    expect(await system.runtime.bus.dispatch(envelope)).toMatchObject({ estado: 'aceptado', version: 2 })
    expect(await ticketEvents()).toHaveLength(2)
  })
})

describe('a group', () => {
  test('is not taken down by one command that breaks the schema', async () => {
    const bad = nuevo('Malo', '')
    const results = await Promise.allSettled(
      [nuevo('a'), bad, comentar('b'), nuevo('c')].map((comando) => system.dispatch(operador, comando)),
    )
    expect(results.map((result) => result.status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ])
    expect(await ticketEvents()).toHaveLength(4)
  })

  test('that is full makes the rest wait, and a full queue says so', async () => {
    const bus = createCommandBus({
      db: system.runtime.db.as('api_server'),
      now: Date.now,
      newId: createUlids(),
      maxGroup: 3,
      maxQueue: 10,
    })
    const send = (n: number) =>
      bus.dispatch({ comandoId: system.runtime.newId(), actor: operador, comando: comentar(`${n}`) })
    const results = await Promise.all(Array.from({ length: 12 }, (_, n) => send(n)))
    expect(results.filter((result) => result.estado === 'aceptado')).toHaveLength(10)
    expect(results.slice(10)).toMatchObject([
      { rechazo: { codigo: 'OCUPADO' } },
      { rechazo: { codigo: 'OCUPADO' } },
    ])
    const events = await ticketEvents()
    expect(events.slice(1).map((row) => row.contenido)).toEqual(Array.from({ length: 10 }, (_, n) => `${n}`))
  })

  test('keeps mail addresses unique, also between two creations of one moment', async () => {
    const crear = (nombre: string): Command => ({
      tipo: 'crear_cuenta',
      email: 'uno@prueba.test',
      nombre,
      rol: 'cliente',
    })
    const results = await Promise.all([
      system.dispatch(ADMIN_SERVICE, crear('A')),
      system.dispatch(ADMIN_SERVICE, crear('B')),
    ])
    expect(results).toMatchObject([{ estado: 'aceptado' }, { rechazo: { codigo: 'EMAIL_EN_USO' } }])
    await expectInvariants(system)
  })
})

describe('what somebody else did in between', () => {
  test('stands against a command that it does not commute with', async () => {
    await system.dispatch(operador, estado('en_progreso'), { versionVista: 1 })
    expect(await system.dispatch(operador, estado('resuelto'), { versionVista: 1 })).toEqual({
      estado: 'conflicto',
      sujeto: { tipo: 'ticket', id: 1 },
      vista: 1,
      actual: 2,
    })
    expect(await system.dispatch(operador, comentar('Da igual'), { versionVista: 1 })).toMatchObject({
      version: 3,
    })
    expect(await system.dispatch(operador, estado('resuelto'), { versionVista: 3 })).toMatchObject({
      version: 4,
    })
  })

  test('between load and append, by another process, is loaded again and decided anew', async () => {
    const other = await createRuntime(system.config)
    let rounds = 0
    const between = async () => {
      if (rounds++ < 3)
        await other.bus.dispatch({
          comandoId: other.newId(),
          actor: cliente,
          comando: comentar(`r${rounds}`),
        })
    }
    const db = interrupted(system.runtime.db.as('api_server'), between)
    const bus = createCommandBus({ db, now: Date.now, newId: createUlids() })
    const result = await bus.dispatch({
      comandoId: system.runtime.newId(),
      actor: operador,
      comando: estado('resuelto'),
    })
    expect(result).toMatchObject({ estado: 'aceptado', version: 5 })
    await other.close()
    await expectInvariants(system)
  })

  for (const processes of ['one group', 'two processes']) {
    test(`does not let two admins deactivate each other, in ${processes}`, async () => {
      const [a, b] = [await system.person('admin'), await system.person('admin')]
      const other = processes === 'one group' ? null : await createRuntime(system.config)
      const desactivar = (cuentaId: number): Command => ({ tipo: 'desactivar_cuenta', cuentaId })
      const envelope = { comandoId: system.runtime.newId(), actor: b, comando: desactivar(a.id) }
      const results = await Promise.all([
        system.dispatch(a, desactivar(b.id)),
        (other ?? system.runtime).bus.dispatch(envelope),
      ])
      await other?.close()
      expect(results.filter((result) => result.estado === 'aceptado')).toHaveLength(1)
      const survivor = results[0]?.estado === 'aceptado' ? a : b
      const last = await system.dispatch(survivor, desactivar(survivor.id))
      expect(last).toMatchObject({ rechazo: { codigo: 'ULTIMO_ADMIN' } })
      await expectInvariants(system)
    })
  }

  test('does not let a ticket go to somebody who was deactivated between load and append', async () => {
    const agente = await system.person('operador')
    const other = await createRuntime(system.config)
    let done = false
    const between = async () => {
      if (done) return
      done = true
      const comando: Command = { tipo: 'desactivar_cuenta', cuentaId: agente.id }
      await other.bus.dispatch({ comandoId: other.newId(), actor: ADMIN_SERVICE, comando })
    }
    const bus = createCommandBus({
      db: interrupted(system.runtime.db.as('api_server'), between),
      now: Date.now,
      newId: createUlids(),
    })
    const asignar: Command = { tipo: 'asignar', ticketId: 1, a: agente.id }
    const result = await bus.dispatch({ comandoId: other.newId(), actor: operador, comando: asignar })
    expect(result).toMatchObject({ rechazo: { codigo: 'CUENTA_INACTIVA' } })
    await other.close()
    await expectInvariants(system)
  })

  test('does not let a person who was deactivated in between act any more', async () => {
    await system.dispatch(ADMIN_SERVICE, { tipo: 'desactivar_cuenta', cuentaId: operador.id })
    expect(await system.dispatch(operador, comentar('Hola'))).toMatchObject({
      rechazo: { codigo: 'SIN_PERMISO' },
    })
  })
})

test('the batch worker gives the commands of its list alone', async () => {
  const worker: Actor = { tipo: 'servicio', id: 1, servicio: 'batch_worker' }
  expect(await system.dispatch(worker, comentar('Hola'))).toMatchObject({ estado: 'aceptado' })
  expect(await system.dispatch(worker, nuevo('No'))).toMatchObject({ rechazo: { codigo: 'SIN_PERMISO' } })
})
