import { catchUpStep, PoisonEvent } from '@projections/engine/catch-up'
import { LostFence } from '@projections/engine/checkpoints'
import { Follower } from '@projections/engine/follower'
import { startRunner } from '@projections/engine/runner'
import { projectionStatus } from '@projections/engine/status'
import { CHECKPOINT_NAMES, catchUpOf, FOLLOWERS } from '@projections/registry'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { catchUp, expectRebuilt, SETTLED, someTicket, tamper } from '../../support/follow'
import { ADMIN_SERVICE, openTestSystem, type TestSystem } from '../../support/system'

let system: TestSystem
beforeEach(async () => {
  system = await openTestSystem()
})
afterEach(async () => await system.close())

const projector = () => system.runtime.db.as('projector')
const status = async () => await projectionStatus(system.runtime.db.as('admin'), Date.now())
const times = { ahora: '2026-03-01T10:00:00.000Z', hasta: '2026-03-01T10:00:05.000Z' }

function follower(nombre: Parameters<typeof catchUpOf>[0], now = Date.now): Follower {
  const { newId } = system.runtime
  return new Follower(catchUpOf(nombre), { db: projector(), now, titular: newId(), leaseFor: 5000 })
}

test('followed in chunks or event by event, the rows are what a rebuild makes of the log', async () => {
  const cliente = await system.person('cliente')
  for (let n = 0; n < 3; n++) await someTicket(system, cliente)
  await catchUp(system)
  await expectRebuilt(system)
  await system.dispatch(ADMIN_SERVICE, { tipo: 'comentar', ticketId: 1, comentario: 'Nota', interno: true })
  await catchUp(system)
  await system.dispatch(ADMIN_SERVICE, {
    tipo: 'cerrar_ticket',
    ticketId: 1,
    motivo: 'otro',
    comentario: null,
  })
  await catchUp(system)
  await expectRebuilt(system)
  expect((await status()).map(({ estado }) => estado)).toEqual(SETTLED)
})

test('its status tells how far behind it is, in events and in seconds', async () => {
  const cliente = await system.person('cliente')
  await catchUp(system)
  await someTicket(system, cliente)
  await system.dispatch(ADMIN_SERVICE, { tipo: 'comentar', ticketId: 1, comentario: 'a', interno: false })
  const [, , versiones] = await projectionStatus(system.runtime.db.as('admin'), Date.now() + 60_000)
  expect(versiones).toMatchObject({ estado: 'atrasada', eventosDetras: 2, error: null })
  expect(versiones?.segundosDetras).toBeGreaterThanOrEqual(60)
})

describe('the fence', () => {
  // Mutant seen to fail: the fence's CASE without its ELSE -1.
  test('a runner that another one has overtaken writes nothing, neither rows nor checkpoint', async () => {
    const cliente = await system.person('cliente')
    await someTicket(system, cliente)
    const projection = catchUpOf('tickets_versiones')
    const step = { projection, desde: 0, titular: null, ...times }
    await catchUpStep(projector(), step)
    await expect(catchUpStep(projector(), step)).rejects.toThrow(LostFence)
    await expectRebuilt(system)
  })

  // Mutant seen to fail: the fence without `titular IS :titular`.
  test('nor does one whose lease ran out and went to another', async () => {
    const cliente = await system.person('cliente')
    await someTicket(system, cliente)
    let late = false
    const slow = follower('resumen', () => Date.now() - (late ? 0 : 60_000))
    expect(await slow.follow(() => true)).toBe('al_dia')
    late = true
    // The lease that it took a minute ago is over: another runner takes it, and stops before its first chunk.
    expect(await follower('resumen').follow(() => true)).toBe('al_dia')
    expect(await slow.follow()).toBe('ajena')
    const resumen = (await status()).find(({ nombre }) => nombre === 'resumen')
    expect(resumen).toMatchObject({ posicion: 0, estado: 'atrasada' })
    // Nor one that is past asking: in the middle of a chunk when its lease went.
    const titular = system.runtime.newId()
    const step = { projection: catchUpOf('resumen'), desde: 0, titular, ...times }
    await expect(catchUpStep(projector(), step)).rejects.toThrow(LostFence)
    expect((await status()).find(({ nombre }) => nombre === 'resumen')).toMatchObject({ posicion: 0 })
  })

  test('while a lease holds, no other runner begins', async () => {
    const cliente = await system.person('cliente')
    await someTicket(system, cliente)
    expect(await follower('busqueda').follow(() => true)).toBe('al_dia')
    expect(await follower('busqueda').follow()).toBe('ajena')
  })

  test('code that is older than the rows does not write them', async () => {
    const cliente = await system.person('cliente')
    await someTicket(system, cliente)
    await tamper(system, "UPDATE checkpoints SET version = 2 WHERE proyeccion = 'resumen'")
    expect(await follower('resumen').follow()).toBe('ajena')
  })
})

describe('a poisonous event', () => {
  async function poison(): Promise<number> {
    const cliente = await system.person('cliente')
    await someTicket(system, cliente)
    await tamper(
      system,
      `INSERT INTO interacciones (evento_id, ticket_id, usuario_id, tipo, metadata, version, comando_id, orden,
        correlacion_id, fecha_creacion, fecha_registro)
      SELECT 'VENENO00000000000000000000', 1, 1, 'teletransporte', '{"json":{"v":1,"datos":{}}}', 2,
        'VENENO00000000000000000000', 0, 'VENENO00000000000000000000', fecha_creacion, fecha_registro
      FROM interacciones ORDER BY id DESC LIMIT 1`,
      'UPDATE tickets SET version = 2 WHERE id = 1',
    )
    await someTicket(system, cliente)
    return (await status())[0]?.posicion ?? 0
  }

  test('stops a projection right before it, and says which and why', async () => {
    const head = await poison()
    expect(await follower('busqueda').follow()).toBe('veneno')
    const busqueda = (await status()).find(({ nombre }) => nombre === 'busqueda')
    expect(busqueda).toMatchObject({ estado: 'veneno', posicion: head - 2, errorPosicion: head - 1 })
    expect(busqueda?.error).toContain('teletransporte')
    await expect(
      catchUpStep(projector(), { projection: catchUpOf('resumen'), desde: 0, titular: null, ...times }),
    ).rejects.toThrow(PoisonEvent)
  })

  test('that one projection alone can’t take holds no other up', async () => {
    const cliente = await system.person('cliente')
    await someTicket(system, cliente)
    const bad = {
      ...catchUpOf('busqueda'),
      prepare: () => Promise.reject(new Error('no sé qué hacer con esto')),
    }
    const projections = FOLLOWERS.map((one) => (one.nombre === 'busqueda' ? bad : one))
    const options = { db: projector(), now: Date.now, titular: system.runtime.newId(), pollEvery: 20 }
    const runner = startRunner({ ...options, projections })
    await expect
      .poll(async () => (await status()).map(({ estado }) => estado))
      .toEqual(SETTLED.map((estado, index) => (CHECKPOINT_NAMES[index] === 'busqueda' ? 'veneno' : estado)))
    await runner.stop()
    const busqueda = (await status()).find(({ nombre }) => nombre === 'busqueda')
    expect(busqueda).toMatchObject({ posicion: 0, errorPosicion: 1 })
    expect(busqueda?.error).toContain('no sé qué hacer con esto')
  })

  test('once it can be read, is gone over, and the error with it', async () => {
    await poison()
    expect(await follower('resumen', () => Date.now() - 60_000).follow()).toBe('veneno')
    // As a later version of the code would read it.
    await tamper(
      system,
      'DROP TRIGGER interacciones_no_update',
      `UPDATE interacciones SET tipo = 'comentario', contenido = 'x', sal = printf('%032d', 0), huella = printf('%064d', 0),
        metadata = '{"json":{"v":1,"datos":{"interno":false}}}' WHERE tipo = 'teletransporte'`,
    )
    expect(await follower('resumen').follow()).toBe('al_dia')
    expect((await status()).find(({ nombre }) => nombre === 'resumen')).toMatchObject({
      estado: 'al_dia',
      error: null,
    })
  })
})

describe('a runner', () => {
  test('wakes on what this process appends, and finds by asking what others do', async () => {
    const options = { db: projector(), now: Date.now, titular: system.runtime.newId(), pollEvery: 60_000 }
    const cliente = await system.person('cliente')
    const runner = startRunner(options)
    await someTicket(system, cliente)
    runner.wake()
    await expect
      .poll(async () => (await status()).map(({ eventosDetras }) => eventosDetras))
      .toEqual(CHECKPOINT_NAMES.map(() => 0))
    await runner.stop()
    const asking = startRunner({ ...options, pollEvery: 10 })
    await someTicket(system, cliente)
    await expect
      .poll(async () => (await status()).map(({ eventosDetras }) => eventosDetras))
      .toEqual(CHECKPOINT_NAMES.map(() => 0))
    await asking.stop()
    await expectRebuilt(system)
  })

  test('of the runtime is woken by its own bus', async () => {
    const cliente = await system.person('cliente')
    system.runtime.followLog()
    for (let n = 0; n < 5; n++) await someTicket(system, cliente)
    await expect
      .poll(async () => (await status()).map(({ eventosDetras }) => eventosDetras))
      .toEqual(CHECKPOINT_NAMES.map(() => 0))
    await expectRebuilt(system)
  })

  test('gives its leases back when it stops', async () => {
    const cliente = await system.person('cliente')
    system.runtime.followLog()
    await someTicket(system, cliente)
    await expect
      .poll(async () => (await status()).map(({ eventosDetras }) => eventosDetras))
      .toEqual(CHECKPOINT_NAMES.map(() => 0))
    await system.runtime.rest()
    await someTicket(system, cliente)
    expect(await follower('resumen').follow()).toBe('al_dia')
  })
})
