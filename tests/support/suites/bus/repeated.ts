import { describe, expect, test } from 'vitest'
import { createRuntime } from '@/runtime'
import { type BusWorld, comentar, nuevo } from './world'

/** A command that arrives more than once is one command. */
export function repeatedCommands(world: BusWorld): void {
  describe('the same command, sent again,', () => {
    test('is applied once and answered the same, whether at once or later', async () => {
      const comandoId = world.system.runtime.newId()
      const send = () => world.system.dispatch(world.operador, comentar('Hola'), { comandoId })
      const [first, second] = await Promise.all([send(), send()])
      expect(first).toMatchObject({ estado: 'aceptado', version: 2, repetido: false })
      expect(second).toEqual({ ...first, repetido: true })
      expect(await send()).toEqual(second)
      expect(await world.ticketEvents()).toHaveLength(2)
    })

    test('is answered the same by a server that was restarted, also for a creation', async () => {
      const comandoId = world.system.runtime.newId()
      const first = await world.system.dispatch(world.cliente, nuevo('Dos'), { comandoId })
      const other = await createRuntime(world.system.config)
      expect(await other.bus.dispatch({ comandoId, actor: world.cliente, comando: nuevo('Dos') })).toEqual({
        ...first,
        repetido: true,
      })
      await other.close()
      expect(await world.ticketEvents()).toHaveLength(2)
    })

    test('is one event when two processes’ buses get it at the same instant', async () => {
      const other = await createRuntime(world.system.config)
      for (let round = 0; round < 10; round++) {
        const envelope = {
          comandoId: world.system.runtime.newId(),
          actor: world.cliente,
          comando: nuevo(`T${round}`),
        }
        const [a, b] = await Promise.all([
          world.system.runtime.bus.dispatch(envelope),
          other.bus.dispatch(envelope),
        ])
        expect([a, b]).toMatchObject([{ estado: 'aceptado' }, { estado: 'aceptado' }])
        expect({ ...a, repetido: null }).toEqual({ ...b, repetido: null })
      }
      await other.close()
      expect(await world.ticketEvents()).toHaveLength(11)
    })

    test('with other content, or from another person, is refused', async () => {
      const comandoId = world.system.runtime.newId()
      await world.system.dispatch(world.operador, comentar('Hola'), { comandoId })
      for (const [actor, comando] of [
        [world.operador, comentar('Adiós')],
        [world.cliente, comentar('Hola')],
      ] as const) {
        expect(await world.system.dispatch(actor, comando, { comandoId })).toMatchObject({
          rechazo: { codigo: 'COMANDO_REUTILIZADO' },
        })
      }
      expect(await world.ticketEvents()).toHaveLength(2)
    })
  })
}
