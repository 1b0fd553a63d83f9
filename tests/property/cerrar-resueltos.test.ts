import { timelineQuery } from '@projections/linea_tiempo/timeline'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Command } from '@/domain/commands'
import { closeHandler } from '@/worker/close/handler'
import { FC_TIMEOUT, fcParams } from '../support/fc'
import { someTicket } from '../support/follow'
import { openTestSystem } from '../support/system'
import { DAY, openWork } from '../support/worker'

const VIEWER = { id: 1, rol: 'admin' } as const

// Mutants seen to fail: the command without `versionVista`; its id made anew for each run.
test('however replies and runs of the task fall together, no ticket is closed over a reply, and none twice', {
  timeout: FC_TIMEOUT,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(fc.boolean(), { maxLength: 4 }), async (scheduler, replies) => {
      const system = await openTestSystem()
      try {
        const operador = await system.person('operador')
        const ticketId = await someTicket(system, operador)
        const give = (comando: Command) => system.dispatch(operador, comando)
        await give({ tipo: 'cambiar_estado', ticketId, a: 'en_progreso' })
        await give({ tipo: 'cambiar_estado', ticketId, a: 'resuelto' })
        const bus = {
          ...system.runtime.bus,
          dispatch: scheduler.scheduleFunction(system.runtime.bus.dispatch),
        }
        const run = closeHandler({ ...openWork(system), bus })
        const context = { id: 'x', intento: 1, eventoId: null, signal: new AbortController().signal }
        const runs = [0, 1].map(() => run.run({ tramo: 'x' }, { ...context, ahora: Date.now() + 8 * DAY }))
        const said = replies.map((late) =>
          scheduler
            .schedule(Promise.resolve(), late ? 'reply' : 'reopening')
            .then(() =>
              give(
                late
                  ? { tipo: 'comentar', ticketId, comentario: 'Sigue igual', interno: false }
                  : { tipo: 'cambiar_estado', ticketId, a: 'en_progreso' },
              ),
            ),
        )
        await scheduler.waitFor(Promise.all([...runs, ...said]))
        const { eventos } = await timelineQuery(system.runtime.db.as('api_server'), VIEWER, ticketId)
        const kinds = eventos.map(({ evento }) => evento.tipo)
        const closings = kinds.filter((tipo) => tipo === 'cierre').length
        expect(closings).toBeLessThanOrEqual(1)
        // What it closed on is what it saw: version 3, and nothing in between.
        if (closings === 1) expect(kinds[3]).toBe('cierre')
      } finally {
        await system.close()
      }
    }),
    fcParams(30),
  )
})
