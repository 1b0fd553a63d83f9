import { timelineQuery } from '@projections/linea_tiempo/timeline'
import { findTicketQuery } from '@projections/tickets/detail'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CommandBus } from '@/commands/bus'
import { closeHandler } from '@/worker/close/handler'
import { FC_TIMEOUT, fcParams } from '../support/fc'
import { someTicket } from '../support/follow'
import { openTestSystem, type TestSystem } from '../support/system'
import { DAY, openWork } from '../support/worker'

const VIEWER = { id: 1, rol: 'admin' } as const

const CHANGES = {
  respuesta: { tipo: 'comentar', comentario: 'Sigue igual', interno: false },
  reapertura: { tipo: 'cambiar_estado', a: 'en_progreso' },
  resuelto: { tipo: 'cambiar_estado', a: 'resuelto' },
} as const
type Change = keyof typeof CHANGES

/** What others do before a run looks, and between its look and its command; two workers may do the same run. */
const turn = fc.record({
  antes: fc.array(fc.constantFrom<Change>('respuesta', 'reapertura', 'resuelto'), { maxLength: 2 }),
  entre: fc.array(fc.constantFrom<Change>('respuesta', 'reapertura'), { maxLength: 2 }),
  dobles: fc.boolean(),
})

/** Runs the task on so many workers, which have all looked before the first of their commands goes on. */
async function runTogether(system: TestSystem, workers: number, between: () => Promise<void>) {
  let looked = 0
  let go = (): void => undefined
  const all = new Promise<void>((resolve) => {
    go = resolve
  })
  const bus: CommandBus = {
    ...system.runtime.bus,
    async dispatch(envelope) {
      looked += 1
      if (looked === workers) await between().then(go)
      await all
      return await system.runtime.bus.dispatch(envelope)
    },
  }
  const handler = closeHandler({ ...openWork(system), bus })
  const context = { id: 'x', intento: 1, eventoId: null, signal: new AbortController().signal }
  const ahora = Date.now() + 8 * DAY
  return await Promise.all(
    Array.from(
      { length: workers },
      async () => (await handler.run({ tramo: 'x' }, { ...context, ahora, primero: ahora })).resultado,
    ),
  )
}

// Mutants seen to fail: the command without `versionVista`; its id made anew for each run.
test('however replies and runs of the task fall together, no ticket is closed over what came since the look, and none twice', {
  timeout: FC_TIMEOUT,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(turn, { minLength: 1, maxLength: 4 }), async (turns) => {
      const system = await openTestSystem()
      try {
        const operador = await system.person('operador')
        const ticketId = await someTicket(system, operador)
        // What the ticket's state does not allow is refused, and nothing has changed.
        const give = async (change: Change) =>
          (await system.dispatch(operador, { ...CHANGES[change], ticketId })).estado === 'aceptado'
        for (const change of ['reapertura', 'resuelto'] as const) expect(await give(change)).toBe(true)
        let closed = false
        for (const { antes, entre, dobles } of turns) {
          for (const change of antes) await give(change)
          const reader = system.runtime.db.as('api_server')
          const resolved = (await findTicketQuery(reader, VIEWER, ticketId))?.estado === 'resuelto'
          let changed = false
          const workers = dobles ? 2 : 1
          const results = await runTogether(system, workers, async () => {
            for (const change of entre) changed = (await give(change)) || changed
          })
          const expected = !resolved
            ? { cerrados: 0, adelantados: 0, rechazados: 0 }
            : changed
              ? { cerrados: 0, adelantados: 1, rechazados: 0 }
              : { cerrados: 1, adelantados: 0, rechazados: 0 }
          expect(results).toEqual(Array.from({ length: workers }, () => expected))
          closed ||= resolved && !changed
        }
        const { eventos } = await timelineQuery(system.runtime.db.as('api_server'), VIEWER, ticketId)
        expect(eventos.filter(({ evento }) => evento.tipo === 'cierre')).toHaveLength(closed ? 1 : 0)
      } finally {
        await system.close()
      }
    }),
    fcParams(20),
  )
})
