import { AuditFilter } from '@projections/auditoria/filter'
import { LogRow } from '@projections/auditoria/log-row'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Comentario } from '@/domain/values'
import { exportAudit } from '@/io/auditoria/export'
import { exportTraces } from '@/io/auditoria/traces'
import { AUDITOR, filtersOver, readWholeLog } from '../support/audit'
import { FC_TIMEOUT, fcParams } from '../support/fc'
import { catchUp } from '../support/follow'
import { bursts, dispatchAll, givenBy, people } from '../support/history'
import { expectOf } from '../support/model'
import { ADMIN_SERVICE, openTestSystem, type TestSystem } from '../support/system'
import { readXesLog } from '../support/xes-log'

const words = ['zapato', 'zurdo']
/** Any text that the domain takes, with what XML makes something of. */
const comments = fc.array(
  fc
    .string({
      unit: fc.oneof(
        fc.constantFrom('<', '&', '"', "'", '\n', '\t', ']]>', '\u0085', '😀', ' zurdo '),
        fc.string({ unit: 'grapheme', maxLength: 1 }),
      ),
      maxLength: 30,
    })
    .map((text) => Comentario.safeParse(text).data)
    .filter((text) => text !== undefined),
  { maxLength: 3 },
)
const minute = fc.nat({ max: 60 }).map((n) => new Date(Date.UTC(2026, 2, 1, 10, n)).toISOString())

/** Comments as an import brings them: dated at will. */
async function importComments(system: TestSystem, texts: readonly string[], dates: readonly string[]) {
  for (const [index, contenido] of texts.entries()) {
    const fecha = dates[index % dates.length] ?? '2026-03-01T10:00:00.000Z'
    const datos = { esInterno: index % 2 === 0 }
    await system.dispatch(ADMIN_SERVICE, {
      tipo: 'registrar_historia',
      ticketId: 1,
      eventos: [{ tipo: 'comentario', datos, contenido, fecha }],
    })
  }
}

async function textOf(parts: AsyncIterable<{ readonly texto: string }>): Promise<string> {
  let text = ''
  for await (const { texto } of parts) text += texto
  return text
}

// Mutants seen to fail: a look that takes what stands beyond its end, or its end again; a trace that is not closed; only
// the first look's places given.
test(
  'any filter of any history gives as XES the events that it gives as JSONL, each once, stream after stream',
  async () => {
    const dates = fc.array(minute, { minLength: 1, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(bursts, comments, dates, fc.gen(), async (history, texts, moments, draw) => {
        const system = await openTestSystem()
        try {
          const { actors, model } = await people(system)
          for (const burst of history) {
            const given = givenBy(actors, model, burst)
            for (const { actor, command, seen } of given) expectOf(model, actor, command, seen)
            await dispatchAll(system, given)
          }
          await importComments(system, texts, moments)
          await catchUp(system)
          const log = await readWholeLog(system)
          const db = system.runtime.db.as('api_server')
          for (let n = 0; n < 6; n++) {
            const filter = AuditFilter.parse(draw(filtersOver, log, { moments: minute, words }))
            const room = draw(fc.integer, { min: 1, max: 12 })
            const hasta = draw(fc.integer, { min: 1, max: log.length })
            const jsonl = await textOf(exportAudit(db, AUDITOR, { filter, hasta, formato: 'jsonl' }))
            const xes = readXesLog(await textOf(exportTraces(db, AUDITOR, { filter, hasta, room })))
            const lines = jsonl
              .split('\n')
              .slice(0, -1)
              .map((line) => LogRow.parse(JSON.parse(line)))
            const eventos = xes.trazas.flatMap((trace) => trace.eventos)
            const ids = eventos.map((event) => event['bitacora:evento'] ?? '')
            const sorted = (some: readonly string[]) => some.toSorted((a, b) => a.localeCompare(b))
            expect(sorted(ids)).toEqual(sorted(lines.map(({ evento_id }) => evento_id)))
            const subjects = xes.trazas.map(({ atributos }) => atributos['concept:name'])
            expect(new Set(subjects).size).toBe(subjects.length)
            for (const { eventos } of xes.trazas) {
              const versions = eventos.map((event) => Number(event['bitacora:version']))
              expect(versions).toEqual(versions.toSorted((a, b) => a - b))
            }
            const byId = new Map(log.map((row) => [row.evento_id, row]))
            for (const event of eventos)
              expect(event['bitacora:contenido'] ?? null).toBe(
                byId.get(event['bitacora:evento'] ?? '')?.contenido ?? null,
              )
          }
        } finally {
          await system.close()
        }
      }),
      fcParams(25),
    )
  },
  FC_TIMEOUT,
)
