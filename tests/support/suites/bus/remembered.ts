import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CommandEnvelope } from '@/commands/types'
import { createRuntime, type Runtime } from '@/runtime'
import { ADMIN_SERVICE } from '../../system'
import { type BusWorld, comentar, estado } from './world'

/** A process that decides on rows it remembers, while another one moves on. */
export function remembered(world: BusWorld): void {
  describe('what this process remembers', () => {
    let other: Runtime
    beforeEach(async () => {
      other = await createRuntime(world.system.config)
      // From here on the ticket and both accounts are remembered by the world's own process.
      for (const actor of [world.operador, world.cliente])
        expect(await world.system.dispatch(actor, comentar('Visto'))).toMatchObject({ estado: 'aceptado' })
    })
    afterEach(async () => await other.close())
    const elsewhere = async (envelope: Omit<CommandEnvelope, 'comandoId'>) => {
      const result = await other.bus.dispatch({ comandoId: other.newId(), ...envelope })
      expect(result).toMatchObject({ estado: 'aceptado' })
    }

    test('accepts nothing on a ticket that was closed elsewhere, and appends after what was written there', async () => {
      await elsewhere({ actor: world.operador, comando: comentar('De otro proceso') })
      expect(await world.system.dispatch(world.operador, comentar('Después'))).toMatchObject({ version: 5 })
      const cerrar = { tipo: 'cerrar_ticket', ticketId: 1, motivo: 'resuelto', comentario: null } as const
      await elsewhere({ actor: world.operador, comando: cerrar })
      expect(await world.system.dispatch(world.operador, comentar('Tarde'))).toMatchObject({
        estado: 'rechazado',
        rechazo: { codigo: 'TICKET_CERRADO' },
      })
      expect((await world.ticketEvents()).map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6])
    })

    // Mutant seen to fail: guardsHold that always holds.
    test('lets nobody in who was deactivated or given another role elsewhere', async () => {
      const { operador, cliente } = world
      await elsewhere({ actor: ADMIN_SERVICE, comando: { tipo: 'desactivar_cuenta', cuentaId: cliente.id } })
      await elsewhere({
        actor: ADMIN_SERVICE,
        comando: { tipo: 'cambiar_rol', cuentaId: operador.id, a: 'auditor' },
      })
      for (const actor of [operador, cliente]) {
        expect(await world.system.dispatch(actor, comentar('Todavía'))).toMatchObject({
          rechazo: { codigo: 'SIN_PERMISO' },
        })
      }
      expect(await world.ticketEvents()).toHaveLength(3)
    })

    // Mutants seen to fail: rejections that rest on what is remembered, alone or beside an accepted command.
    test('rejects nothing that has become possible elsewhere', async () => {
      const { operador, cliente, system } = world
      await system.dispatch(ADMIN_SERVICE, { tipo: 'desactivar_cuenta', cuentaId: cliente.id })
      expect(await system.dispatch(cliente, comentar('Fuera'))).toMatchObject({ estado: 'rechazado' })
      await elsewhere({ actor: ADMIN_SERVICE, comando: { tipo: 'reactivar_cuenta', cuentaId: cliente.id } })
      const together = [operador, cliente].map((actor) => system.dispatch(actor, comentar('Dentro')))
      expect((await Promise.all(together)).map(({ estado }) => estado)).toEqual(['aceptado', 'aceptado'])
      await elsewhere({ actor: operador, comando: estado('en_progreso') })
      expect(await system.dispatch(operador, estado('resuelto'), { versionVista: 6 })).toMatchObject({
        estado: 'aceptado',
        version: 7,
      })
    })

    test('answers a command that went in elsewhere as the repetition that it is', async () => {
      const { operador, system } = world
      const envelope = { comandoId: other.newId(), actor: operador, comando: comentar('Una vez') }
      const first = await other.bus.dispatch(envelope)
      expect(await system.runtime.bus.dispatch(envelope)).toEqual({ ...first, repetido: true })
      expect(
        await system.runtime.bus.dispatch({ ...envelope, comando: comentar('Otra cosa') }),
      ).toMatchObject({ rechazo: { codigo: 'COMANDO_REUTILIZADO' } })
      expect(await world.ticketEvents()).toHaveLength(4)
    })
  })
}
