import { readFile, rm } from 'node:fs/promises'
import { LogRow } from '@projections/auditoria/log-row'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { exportedText, readPages, readWholeLog } from '../../support/audit'
import { runCli } from '../../support/cli'
import { catchUp } from '../../support/follow'
import { openTestSystem, type TestSystem } from '../../support/system'
import { openXesDesk } from '../../support/xes'
import { readXesLog } from '../../support/xes-log'

let system: TestSystem
beforeAll(async () => {
  system = await openTestSystem({ seeded: true })
  await catchUp(system)
})
afterAll(async () => await system.close())

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

  test('an export as XES, of its own or from the timeline, has what the filters find, and is noted as one', async () => {
    const before = (await consultations()).length
    const salida = `${system.file}.xes`
    const filters = ['--tipo', 'cierre']
    const done = await runCli(
      system.url,
      'audit',
      'export',
      '--format',
      'xes',
      ...filters,
      '--salida',
      salida,
    )
    expect(done).toMatchObject({ code: 0 })
    const text = await readFile(salida, 'utf8')
    await rm(salida)
    const { trazas } = readXesLog(text)
    const shown = (await readPages(system, { tipo: 'cierre' })).flat()
    expect(trazas.flatMap(({ eventos }) => eventos)).toHaveLength(shown.length)
    const same = await runCli(system.url, 'audit', 'timeline', '--format', 'xes', ...filters)
    expect(same.code).toBe(0)
    // Between them the first one was noted: the file says up to where it goes.
    const traces = (log: string) => log.slice(log.indexOf('<trace>'))
    expect(traces(same.out)).toBe(traces(text))
    const noted = (await consultations()).slice(before)
    expect(noted.map(({ metadata }) => /"clase":"exportacion".*"formato":"xes"/.test(metadata))).toEqual([
      true,
      true,
    ])
  })

  test('an export as XES comes in like any other log, and is not taken for whole tickets of ours', async () => {
    const desk = await openXesDesk()
    const report = await desk.importText(await exportedText(system, { ticket: 3 }, 'xes'))
    expect(report).toMatchObject({ tickets: 1, fallidas: 0, incompleto: false })
    await desk.system.close()
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
