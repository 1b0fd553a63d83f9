import { verifyProjections } from '@projections/engine/verify'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Comentario } from '@/domain/values'
import { commandId } from '@/io/xes/own/event'
import { FC_TIMEOUT, fcParams } from '../support/fc'
import { bursts, dispatchAll, givenBy, people } from '../support/history'
import { expectOf } from '../support/model'
import { ADMIN_SERVICE, openTestSystem } from '../support/system'
import { openXesDesk, readAccounts, readHistories } from '../support/xes'

/** What commands of the model don't have: any text that the domain takes, and what an import left behind. */
const comment = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom('<', '&', '"', "'", '\n', '\t', ']]>', '\u0085', '😀'),
      fc.string({ unit: 'grapheme', maxLength: 1 }),
    ),
    maxLength: 30,
  })
  .map((text) => Comentario.safeParse(text).data)
  .filter((text) => text !== undefined)
const origin = fc.dictionary(
  fc.constantFrom('fuente', 'a b', '"', 'ñ'),
  fc.oneof(
    fc.integer(),
    fc.boolean(),
    fc.string({ unit: 'grapheme' }),
    fc.array(fc.constantFrom(null, 1, 'x')),
    fc.dictionary(fc.constantFrom('x', 'y'), fc.constantFrom(1, 'z')),
  ),
)
const moment = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
const extra = fc.record({
  comment,
  interno: fc.boolean(),
  origin: fc.option(origin, { nil: undefined }),
  moment,
})

describe('any history', () => {
  // Mutants seen to fail: line ends that are written as spaces, quotes as they are; an author, a date, an origin or an
  // edition's text that is left behind; an account that is not deactivated.
  test(
    'comes back the same from an export into an empty database',
    async () => {
      await fc.assert(
        fc.asyncProperty(bursts, fc.array(extra, { maxLength: 4 }), async (history, extras) => {
          const [system, copy] = [await openTestSystem(), await openXesDesk()]
          try {
            const { actors, model } = await people(system)
            for (const burst of history) {
              const given = givenBy(actors, model, burst)
              for (const { actor, command, seen } of given) expectOf(model, actor, command, seen)
              await dispatchAll(system, given)
            }
            for (const { comment, interno, origin, moment } of extras) {
              const base = { fecha: moment.toISOString(), usuarioId: actors[0]?.id, origen: origin }
              await system.dispatch(ADMIN_SERVICE, {
                tipo: 'registrar_historia',
                ticketId: 1,
                eventos: [{ tipo: 'comentario', datos: { esInterno: interno }, contenido: comment, ...base }],
              })
            }
            const before = await readHistories(system)
            const text = await (await openXesDesk(system)).exportText()
            const report = await copy.importText(text)
            expect(copy.problems).toEqual([])
            const eventos = before.reduce((sum, ticket) => sum + ticket.eventos.length, 0)
            expect(report).toMatchObject({ leidas: eventos, eventos, tickets: before.length, fallidas: 0 })
            const after = new Map(
              (await readHistories(copy.system)).map((ticket) => [ticket.comando, ticket]),
            )
            for (const { creacion, eventos } of before)
              expect(after.get(commandId(creacion))?.eventos).toEqual(eventos)
            const known = await readAccounts(system)
            for (const [email, account] of Object.entries(await readAccounts(copy.system)))
              expect(account).toEqual(known[email])
            expect(await verifyProjections(copy.system.runtime.db.as('admin'))).toEqual([])
            expect(await copy.importText(text)).toMatchObject({ eventos: 0, omitidas: eventos, fallidas: 0 })
          } finally {
            await system.close()
            await copy.system.close()
          }
        }),
        fcParams(20),
      )
    },
    FC_TIMEOUT,
  )
})
