import { AuditFilter, EVENT_KINDS } from '@projections/auditoria/filter'
import { LogRow } from '@projections/auditoria/log-row'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { fingerprint } from '@/events/codec'
import { csvLine } from '@/io/auditoria/csv'
import type { ExportPart } from '@/io/auditoria/part'
import { exportTraces } from '@/io/auditoria/traces'
import { AUDITOR, exportedText, readPages, readWholeLog } from '../../support/audit'
import { catchUp, someTicket } from '../../support/follow'
import { ADMIN_SERVICE, openTestSystem, type TestSystem } from '../../support/system'
import { readXesLog } from '../../support/xes-log'

let system: TestSystem
beforeAll(async () => {
  system = await openTestSystem({ seeded: true })
  await catchUp(system)
})
afterAll(async () => await system.close())

type Exported = Parameters<typeof exportedText> extends [unknown, ...infer Rest] ? Rest : never

const FILTERS: readonly z.input<typeof AuditFilter>[] = [
  {},
  { actor: 3 },
  { tipo: 'comentario', interno: true },
  { texto: 'factura' },
  { desde: '2026-01-10T00:00:00.000Z' },
  ...EVENT_KINDS.map((tipo) => ({ tipo })),
]

const exported = (...[filter, formato, rest]: Exported) => exportedText(system, filter, formato, rest)

/** Reads RFC 4180 as the standard says, and not as the writer does. */
function readCsv(text: string): string[][] {
  const records: string[][] = [[]]
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    records.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end === '\r\n') records.push([])
  }
  return records.slice(0, -1)
}

describe('an export', () => {
  test.each(FILTERS)('of %j is what its pages show, the oldest first', async (filter) => {
    const shown = (await readPages(system, filter, { limite: 7 })).flat().toReversed()
    const lines = (await exported(filter, 'jsonl')).split('\n').slice(0, -1)
    expect(lines.map((line) => LogRow.parse(JSON.parse(line)).id)).toEqual(shown.map(({ id }) => id))
    const [head, ...records] = readCsv(await exported(filter, 'csv'))
    expect(head?.slice(0, 3)).toEqual(['posicion', 'ocurrio', 'registrado'])
    expect(records.map(([posicion]) => Number(posicion))).toEqual(shown.map(({ id }) => id))
    expect(records.every((record) => record.length === head?.length)).toBe(true)
    const { trazas } = readXesLog(await exported(filter, 'xes'))
    const positions = trazas.flatMap(({ eventos }) =>
      eventos.map((event) => Number(event['bitacora:posicion'])),
    )
    const sorted = (ids: readonly number[]) => ids.toSorted((a, b) => a - b)
    expect(sorted(positions)).toEqual(sorted(shown.map(({ id }) => id)))
  })

  // Mutants seen to fail: CHUNK without bound; the pieces gathered before they are given.
  test('as XES comes in parts whatever there is of it', async () => {
    const large = await openTestSystem()
    const db = large.runtime.db.as('api_server')
    const ticketId = await someTicket(large, await large.person('operador'))
    for (let n = 0; n < 60; n++) {
      const eventos = Array.from({ length: 40 }, () => ({
        tipo: 'comentario' as const,
        datos: { esInterno: false },
        contenido: 'x'.repeat(200),
        fecha: '2026-03-01T10:00:00.000Z',
      }))
      await large.dispatch(ADMIN_SERVICE, { tipo: 'registrar_historia', ticketId, eventos })
    }
    await catchUp(large)
    const wanted = { filter: AuditFilter.parse({ ticket: ticketId }), hasta: 10_000, room: 300 }
    const parts: ExportPart[] = []
    for await (const part of exportTraces(db, AUDITOR, wanted)) parts.push(part)
    await large.close()
    expect(Math.max(...parts.map(({ eventos }) => eventos))).toBeLessThanOrEqual(500)
    expect(parts.reduce((sum, { eventos }) => sum + eventos, 0)).toBe(2401)
    const { trazas } = readXesLog(parts.map(({ texto }) => texto).join(''))
    expect(trazas.map(({ eventos }) => eventos.length)).toEqual([2401])
    expect(parts.at(-1)).toMatchObject({ hecho: 2401, total: 2401 })
  })

  // Mutant seen to fail: `tope` left out of the statement of a page.
  test('stays the same while the log goes on', async () => {
    const before = await exported({}, 'jsonl', { hasta: 50 })
    await someTicket(system, await system.person('operador'), 'Uno más')
    await catchUp(system)
    expect(await exported({}, 'jsonl', { hasta: 50 })).toBe(before)
    expect(before.split('\n')).toHaveLength(51)
    expect(
      (await exported({ desde: '2020-01-01T00:00:00.000Z' }, 'jsonl', { hasta: 50 })).split('\n'),
    ).toHaveLength(51)
  })

  // Mutant seen to fail: LogRow without `sal`.
  test('as JSONL has every column as it is stored: what was written can be proved by the line alone', async () => {
    const log = await readWholeLog(system)
    const lines = (await exported({}, 'jsonl', { hasta: log.length })).split('\n').slice(0, -1)
    expect(lines.map((line) => z.unknown().parse(JSON.parse(line)))).toEqual(log)
    expect(Object.keys(log[0] ?? {})).toHaveLength(18)
    const texts = lines
      .map((line) => LogRow.parse(JSON.parse(line)))
      .filter(({ contenido }) => contenido !== null)
    expect(texts.length).toBeGreaterThan(20)
    for (const { sal, contenido, huella } of texts)
      expect(fingerprint(sal ?? '', contenido ?? '')).toBe(huella)
  })

  // Mutant seen to fail: seesAudit left out of searchAuditQuery.
  test('gives clients and operators nothing but the head of a table', async () => {
    for (const rol of ['cliente', 'operador'] as const) {
      const viewer = { id: 3, rol }
      expect(await exported({}, 'jsonl', { viewer })).toBe('')
      expect(await exported({}, 'xes', { viewer })).toBe('')
      expect(readCsv(await exported({}, 'csv', { viewer }))).toHaveLength(1)
    }
  })
})

describe('a CSV', () => {
  // Mutants seen to fail: FORMULA without `-`; quotes that are not doubled.
  test('runs no formula, and keeps commas, quotes and line breaks', () => {
    const typed = [
      '=1+1',
      '+1',
      '-1',
      '@SUM(A1)',
      '\tx',
      '\rx',
      'a,b',
      'di «"hola"»',
      'dos\nlíneas',
      'x=1',
      '',
      null,
      -3,
    ]
    const [record] = readCsv(csvLine(typed))
    expect(record).toEqual([
      "'=1+1",
      "'+1",
      "'-1",
      "'@SUM(A1)",
      "'\tx",
      "'\rx",
      'a,b',
      'di «"hola"»',
      'dos\nlíneas',
      'x=1',
      '',
      '',
      '-3',
    ])
  })

  test('carries a comment that is a formula as a text, with the mark for Excel where it was asked for', async () => {
    const ticketId = await someTicket(system, await system.person('operador'))
    const comentario = '=HYPERLINK("http://malo.test","pulsa")'
    await system.dispatch(ADMIN_SERVICE, { tipo: 'comentar', ticketId, comentario, interno: false })
    await catchUp(system)
    const text = await exported({ ticket: ticketId }, 'csv', { hasta: 1000, bom: true })
    expect(text.startsWith('\ufeffposicion,')).toBe(true)
    expect(readCsv(text).at(-1)).toContain(`'${comentario}`)
  })
})
