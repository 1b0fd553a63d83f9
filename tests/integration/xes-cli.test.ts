import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { runCli } from '../support/cli'
import { openTestSystem, type TestSystem } from '../support/system'
import { AVERIAS, helpdeskLog } from '../support/xes'

let system: TestSystem
let empty: TestSystem
let folder: string
beforeAll(async () => {
  system = await openTestSystem({ seeded: true })
  empty = await openTestSystem()
  folder = await mkdtemp(join(tmpdir(), 'bitacora-xes-'))
})
afterAll(async () => {
  await system.close()
  await empty.close()
  await rm(folder, { recursive: true, force: true })
})
const bitacora = (...args: string[]) => runCli(system.url, ...args)
const refusal = (code: number, line: string | RegExp) => {
  const err: unknown = typeof line === 'string' ? `${line}\n` : expect.stringMatching(line)
  return { code, out: '', err }
}

describe('import --format xes', () => {
  const xes = (path: string, ...rest: string[]) =>
    runCli(empty.url, 'import', path, '--format', 'xes', ...rest)

  test('tells what it did, and what it had no meaning for', async () => {
    const dry = await xes(AVERIAS.log, '--map', AVERIAS.mapa, '--dry-run', '--json')
    const counts = {
      leidas: 7,
      tickets: 2,
      eventos: 12,
      omitidas: 0,
      fallidas: 0,
      recortados: 0,
      incompleto: false,
    }
    const unknown = { sinCorrespondencia: { 'Foto+complete': 1 } }
    expect(JSON.parse(dry.out)).toEqual({ ...counts, ...unknown, dryRun: true })
    const real = await xes(AVERIAS.log, '--map', AVERIAS.mapa)
    expect(real).toMatchObject({ code: 0, err: '' })
    expect(real.out.split('\n').slice(5)).toEqual([
      'Sin correspondencia:     1',
      '  1 × «Foto+complete», como comentario interno',
      '',
    ])
  })

  test('tells of what is wrong by its line, and ends with 1', async () => {
    const path = join(folder, 'malo.xes')
    const log = helpdeskLog({ A: ['Wait @2020-01-01T10:00:00Z', 'Wait @ayer'] })
    await writeFile(path, log)
    expect(await xes(path)).toMatchObject({
      code: 1,
      err: 'Línea 5: «time:timestamp» tiene un valor que no se entiende: «ayer»\nNo se pudo importar todo (problemas: 1); el resto sí entró.\n',
    })
    await writeFile(path, log.slice(0, -20))
    const cut = await xes(path)
    expect(cut.code).toBe(1)
    expect(cut.err).toContain('Línea 5: el fichero está cortado\n')
    expect(cut.err).toContain('Lo importado se queda: repita con el fichero bueno.\n')
    expect(cut.out).toContain('Sucesos que ya estaban:  1')
  })

  test('refuses a file that is something else, and a mapping that is wrong', async () => {
    expect(await xes('no-hay.xes')).toEqual(refusal(1, 'No existe el fichero no-hay.xes.'))
    expect(await xes('package.json')).toEqual(
      refusal(1, 'package.json no es un registro XES que se pueda leer: no empieza por <log> (línea 1).'),
    )
    expect(await xes(AVERIAS.log, '--map', 'no-hay.json')).toEqual(
      refusal(1, 'No existe el fichero no-hay.json.'),
    )
    const map = join(folder, 'mapa.json')
    await writeFile(map, '{"fuente":"x"}')
    expect(await xes(AVERIAS.log, '--map', map)).toEqual(
      refusal(
        1,
        `${map} no es un mapa válido: «actividades»: falta; se esperaba un objeto con una orden por actividad.`,
      ),
    )
    await writeFile(map, '{"fuente":"x","actividades":{},"actividad":{"clasificador":"Otro"}}')
    expect(await xes(AVERIAS.log, '--map', map)).toEqual(
      refusal(1, `${AVERIAS.log} no tiene el clasificador «Otro»: tiene Paso, Con espacios.`),
    )
    expect(await bitacora('import', 'x.csv', '--format', 'servicenow', '--map', map)).toEqual(
      refusal(2, '--map solo vale con --format xes.'),
    )
  })
})

describe('export --format xes', () => {
  test('writes a file that is whole under its name, gzipped where the name says so', async () => {
    const salida = join(folder, 'todo.xes.gz')
    expect(await bitacora('export', '--format', 'xes', '--salida', salida)).toEqual({
      code: 0,
      out: `Exportados 20 tickets, con 100 eventos, a ${salida}.\n`,
      err: '',
    })
    expect(gunzipSync(await readFile(salida)).toString()).toMatch(/<\/log>\n$/)
    expect((await readdir(folder)).filter((name) => name.includes('parcial'))).toEqual([])
    const json = await bitacora(
      'export',
      '3',
      '5',
      '--format',
      'xes',
      '--salida',
      join(folder, 'dos.xes'),
      '--json',
    )
    expect(JSON.parse(json.out)).toMatchObject({ tickets: 2, eventos: 21 })
    const again = await runCli(empty.url, 'import', salida, '--format', 'xes', '--json')
    expect(JSON.parse(again.out)).toMatchObject({ leidas: 100, tickets: 20, eventos: 100, fallidas: 0 })
  })

  test('takes selections, and refuses what it can’t read', async () => {
    const salida = ['--format', 'xes', '--salida', join(folder, 'algo.xes'), '--json']
    const counted = async (...args: string[]) => {
      const { out } = await bitacora('export', ...args, ...salida)
      const { tickets } = z.object({ tickets: z.number() }).parse(JSON.parse(out))
      return tickets
    }
    expect(await counted('--estado', 'resuelto')).toBe(2)
    expect(await counted('--asignado', 'nadie', '--estado', 'abierto')).toBe(5)
    expect(
      await counted('--solicitante', 'CLIENTE@demo.bitacora.test', '--prioridad', 'alta'),
    ).toBeGreaterThan(0)
    expect(await counted('--desde', '2999-01-01')).toBe(0)
    const wrong: [string[], string | RegExp][] = [
      [
        ['--hasta', 'ayer'],
        '--hasta <fecha> no admite «ayer»: se esperaba una fecha como 2026-03-01T10:00 (UTC).',
      ],
      [['tres'], /no admite «tres»: se esperaba un número entero positivo\.\n$/],
      [['--json'], '--json necesita --salida.'],
      [['--texto', ''], '--texto admite de 1 a 100 caracteres.'],
    ]
    for (const [args, line] of wrong)
      expect(await bitacora('export', '--format', 'xes', ...args)).toEqual(refusal(2, line))
    expect(await bitacora('export', '--format', 'xes', '--asignado', 'a@b.es')).toEqual(
      refusal(1, 'No hay ninguna cuenta con el correo a@b.es.'),
    )
    expect(await bitacora('export', '--format', 'xes', '--salida', join(folder, 'no', 'hay.xes'))).toEqual(
      refusal(1, /^No se puede escribir .*hay\.xes \(ENOENT\)\.\n$/),
    )
  })

  test('goes to the standard output where no file is named, without notes where none are wanted', async () => {
    const { out, code } = await bitacora('export', '--format', 'xes', '--sin-internos')
    expect(code).toBe(0)
    expect(out).toMatch(/^<\?xml[\s\S]*<\/log>\n$/)
    expect(out).not.toContain('<boolean key="bitacora:interno" value="true"/>')
  })

  test('ends quietly when its reader has read enough', () => {
    const command = `${process.execPath} --import tsx src/cli/bitacora.ts export --format xes | head -c 200`
    const env = { ...process.env, TURSO_DATABASE_URL: system.url }
    const { stdout, stderr } = spawnSync('sh', ['-c', command], { env, encoding: 'utf8' })
    expect(stderr).toBe('')
    expect(stdout).toHaveLength(200)
  })
})
