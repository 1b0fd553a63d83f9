import { describe, expect, test } from 'vitest'
import { createCommandBus } from '@/commands/bus'
import type { Actor } from '@/domain/actor'
import type { Command } from '@/domain/commands'
import { createUlids } from '@/events/ids'
import { createRuntime } from '@/runtime'
import { interrupted } from '../../faults'
import { expectInvariants } from '../../invariants'
import { ADMIN_SERVICE } from '../../system'
import { type BusWorld, comentar, estado, nuevo } from './world'

/** What others do between load and append, or between a page and its command. */
export function between(world: BusWorld): void {
  describe('what somebody else did in between', () => {
    test('stands against a command that it does not commute with', async () => {
      await world.system.dispatch(world.operador, estado('en_progreso'), { versionVista: 1 })
      expect(await world.system.dispatch(world.operador, estado('resuelto'), { versionVista: 1 })).toEqual({
        estado: 'conflicto',
        sujeto: { tipo: 'ticket', id: 1 },
        vista: 1,
        actual: 2,
      })
      expect(
        await world.system.dispatch(world.operador, comentar('Da igual'), { versionVista: 1 }),
      ).toMatchObject({
        version: 3,
      })
      expect(
        await world.system.dispatch(world.operador, estado('resuelto'), { versionVista: 3 }),
      ).toMatchObject({
        version: 4,
      })
    })

    test('between load and append, by another process, is loaded again and decided anew', async () => {
      const other = await createRuntime(world.system.config)
      let rounds = 0
      const between = async () => {
        if (rounds++ < 3)
          await other.bus.dispatch({
            comandoId: other.newId(),
            actor: world.cliente,
            comando: comentar(`r${rounds}`),
          })
      }
      const db = interrupted(world.system.runtime.db.as('api_server'), between)
      const bus = createCommandBus({ db, now: Date.now, newId: createUlids() })
      const result = await bus.dispatch({
        comandoId: world.system.runtime.newId(),
        actor: world.operador,
        comando: estado('resuelto'),
      })
      expect(result).toMatchObject({ estado: 'aceptado', version: 5 })
      await other.close()
      await expectInvariants(world.system)
    })

    for (const processes of ['one group', 'two processes']) {
      test(`does not let two admins deactivate each other, in ${processes}`, async () => {
        const [a, b] = [await world.system.person('admin'), await world.system.person('admin')]
        const other = processes === 'one group' ? null : await createRuntime(world.system.config)
        const desactivar = (cuentaId: number): Command => ({ tipo: 'desactivar_cuenta', cuentaId })
        const envelope = { comandoId: world.system.runtime.newId(), actor: b, comando: desactivar(a.id) }
        const results = await Promise.all([
          world.system.dispatch(a, desactivar(b.id)),
          (other ?? world.system.runtime).bus.dispatch(envelope),
        ])
        await other?.close()
        expect(results.filter((result) => result.estado === 'aceptado')).toHaveLength(1)
        const survivor = results[0]?.estado === 'aceptado' ? a : b
        const last = await world.system.dispatch(survivor, desactivar(survivor.id))
        expect(last).toMatchObject({ rechazo: { codigo: 'ULTIMO_ADMIN' } })
        await expectInvariants(world.system)
      })
    }

    test('does not let a ticket go to somebody who was deactivated between load and append', async () => {
      const agente = await world.system.person('operador')
      const other = await createRuntime(world.system.config)
      let done = false
      const between = async () => {
        if (done) return
        done = true
        const comando: Command = { tipo: 'desactivar_cuenta', cuentaId: agente.id }
        await other.bus.dispatch({ comandoId: other.newId(), actor: ADMIN_SERVICE, comando })
      }
      const bus = createCommandBus({
        db: interrupted(world.system.runtime.db.as('api_server'), between),
        now: Date.now,
        newId: createUlids(),
      })
      const asignar: Command = { tipo: 'asignar', ticketId: 1, a: agente.id }
      const result = await bus.dispatch({ comandoId: other.newId(), actor: world.operador, comando: asignar })
      expect(result).toMatchObject({ rechazo: { codigo: 'CUENTA_INACTIVA' } })
      await other.close()
      await expectInvariants(world.system)
    })

    test('does not let a person who was deactivated in between act any more', async () => {
      await world.system.dispatch(ADMIN_SERVICE, { tipo: 'desactivar_cuenta', cuentaId: world.operador.id })
      expect(await world.system.dispatch(world.operador, comentar('Hola'))).toMatchObject({
        rechazo: { codigo: 'SIN_PERMISO' },
      })
    })
  })

  test('the batch worker gives the commands of its list alone', async () => {
    const worker: Actor = { tipo: 'servicio', id: 1, servicio: 'batch_worker' }
    expect(await world.system.dispatch(worker, comentar('Hola'))).toMatchObject({ estado: 'aceptado' })
    expect(await world.system.dispatch(worker, nuevo('No'))).toMatchObject({
      rechazo: { codigo: 'SIN_PERMISO' },
    })
  })
}
