import { readFile, rm } from 'node:fs/promises'
import { AuditFilter, EVENT_KINDS } from '@projections/auditoria/filter'
import { LogRow } from '@projections/auditoria/log-row'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Viewer } from '@/domain/viewer'
import { fingerprint } from '@/events/codec'
import { csvLine } from '@/io/auditoria/csv'
import { exportAudit } from '@/io/auditoria/export'
import { AUDITOR, readPages, readWholeLog } from '../../support/audit'
import { runCli } from '../../support/cli'
import { catchUp, someTicket } from '../../support/follow'
import { ADMIN_SERVICE, openTestSystem, type TestSystem } from '../../support/system'

let system: TestSystem
beforeAll(async () => {
  system = await openTestSystem({ seeded: true })
  await catchUp(system)
})
afterAll(async () => await system.close())

const FILTERS: readonly z.input<typeof AuditFilter>[] = [
  {},
  { actor: 3 },
  { tipo: 'comentario', interno: true },
  { texto: 'factura' },
  { desde: '2026-01-10T00:00:00.000Z' },
  ...EVENT_KINDS.map((tipo) => ({ tipo })),
]

async function exported(
  filter: z.input<typeof AuditFilter>,
  formato: 'csv' | 'jsonl',
  { viewer = AUDITOR, hasta = 106, bom = false }: { viewer?: Viewer; hasta?: number; bom?: boolean } = {},
): Promise<string> {
  const db = system.runtime.db.as('api_server')
  const wanted = { filter: AuditFilter.parse(filter), formato, hasta, bom }
  let text = ''
  for await (const { texto } of exportAudit(db, viewer, wanted)) text += texto
  return text
}

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

describe('on the command line', () => {
  const consultations = async () =>
    (await readWholeLog(system)).filter(({ tipo }) => tipo === 'consulta_auditoria')

  test('a search and an export are noted, each once, and a further page is not', async () => {
    const before = (await consultations()).length
    const { out, code } = await runCli(
      system.url,
      'audit',
      'timeline',
      '--tipo',
      'comentario',
      '-n',
      '5',
      '--json',
    )
    expect(code).toBe(0)
    const Found = z.object({ eventos: z.array(z.object({ tipo: z.string() })), siguiente: z.string() })
    const first = Found.parse(JSON.parse(out))
    expect(first.eventos.map(({ tipo }) => tipo)).toEqual(Array.from({ length: 5 }, () => 'comentario'))
    expect(await consultations()).toHaveLength(before + 1)
    const next = await runCli(
      system.url,
      'audit',
      'timeline',
      '--tipo',
      'comentario',
      '-n',
      '5',
      '--antes',
      first.siguiente,
    )
    expect(next.out).toMatch(/^ +\d+ {2}\d{4}-\d\d-\d\d \d\d:\d\d {2}ticket/)
    expect(await consultations()).toHaveLength(before + 1)

    const salida = `${system.file}.jsonl`
    const done = await runCli(system.url, 'audit', 'export', '--ticket', '1', '--salida', salida)
    expect(done).toMatchObject({ code: 0 })
    const lines = (await readFile(salida, 'utf8')).split('\n').slice(0, -1)
    await rm(salida)
    expect(lines.map((line) => LogRow.parse(JSON.parse(line)).ticket_id)).toEqual(lines.map(() => 1))
    expect(lines.length).toBeGreaterThan(1)
    const noted = (await consultations()).slice(before)
    expect(noted).toHaveLength(2)
    expect(noted[1]).toMatchObject({ cuenta_id: 1, usuario_id: 1 })
    expect(noted[1]?.metadata).toContain('"clase":"exportacion","filtros":{"ticket":"1"},"formato":"jsonl"')
  })

  test('say what they expect', async () => {
    const cases = [
      [['timeline', '--tipo', 'nada'], 'uno de'],
      [['timeline', '--desde', 'ayer'], 'se esperaba un día'],
      [['timeline', '--actor', 'nadie@prueba.test'], 'No hay ninguna cuenta'],
      [['export'], 'Falta la opción --salida'],
    ] as const
    for (const [args, said] of cases) {
      const { code, err } = await runCli(system.url, 'audit', ...args)
      expect(code).toBeGreaterThan(0)
      expect(err).toContain(said)
    }
  })
})
