import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { createClient } from '@libsql/client'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { runCli } from '../support/cli'
import { catchUp, readStored, tamper } from '../support/follow'
import { openTestSystem, type TestSystem } from '../support/system'

let system: TestSystem
beforeEach(async () => {
  system = await openTestSystem({ seeded: true })
  await catchUp(system)
})
afterEach(async () => await system.close())

const cli = async (...args: string[]) => await runCli(system.url, ...args)
const json = async (...args: string[]) => {
  const { out } = await cli(...args, '--json')
  return z.unknown().parse(JSON.parse(out))
}

describe('projections', () => {
  test('status tells where each one stands', async () => {
    const { out, code } = await cli('projections', 'status')
    expect(code).toBe(0)
    expect(out).toMatch(/^PROYECCIÓN +ESTADO +POSICIÓN/)
    expect(out).toMatch(/^tickets +en línea +106 +0 +0 +2$/m)
    expect(out).toMatch(/^busqueda +al día +106 +0 +0 +1$/m)
    expect(await json('projections', 'status')).toHaveLength(7)
  })

  test('verify ends with 0 where all is as the log says, and with 1 and the differences where it isn’t', async () => {
    const sound = await cli('projections', 'verify')
    expect(sound).toMatchObject({ code: 0, err: '' })
    expect(sound.out).toBe(
      'Todo coincide con el registro hasta el evento 106: usuarios, tickets, tickets_versiones, busqueda, resumen, auditoria.\n',
    )
    await tamper(
      system,
      "UPDATE tickets SET prioridad = 'critica' WHERE id = 3",
      'DELETE FROM resumen_tickets WHERE ticket_id = 2',
    )
    const broken = await cli('projections', 'verify')
    expect(broken.code).toBe(1)
    expect(broken.out).toContain('Diferencias: 2')
    expect(broken.out).toMatch(/tickets 3, prioridad: es "critica", el registro dice "\w+"/)
    expect(broken.out).toContain('resumen_tickets 2, ticket_id: es nada, el registro dice 2')
    expect(broken.err).toBe('Las proyecciones no son lo que dice el registro.\n')
    expect((await cli('projections', 'verify', 'usuarios')).code).toBe(0)
  })

  test('rebuild mends, says what it mended, and leaves no file', async () => {
    await tamper(
      system,
      "UPDATE tickets SET titulo = 'Otro' WHERE id = 1",
      'DELETE FROM busqueda WHERE rowid > 50',
    )
    const mended = await cli('projections', 'rebuild', '--all')
    expect(mended).toMatchObject({ code: 0, err: '' })
    expect(mended.out).toContain('tickets 1, titulo: es "Otro"')
    expect(mended.out).toMatch(/Diferencias corregidas: \d+/)
    expect((await cli('projections', 'rebuild', 'tickets', 'busqueda')).out).toBe(
      'Reconstruidas hasta el evento 106: tickets, busqueda.\nTodo coincidía.\n',
    )
    expect((await cli('projections', 'verify')).code).toBe(0)
    expect((await readdir(dirname(system.file))).filter((name) => name.includes('sombra'))).toEqual([])
  })

  test('say what they expect', async () => {
    expect(await cli('projections', 'rebuild')).toMatchObject({
      code: 2,
      err: 'Diga qué proyecciones reconstruir, o --all para todas.\n',
    })
    const { code, err } = await cli('projections', 'rebuild', 'pedidos')
    expect(code).toBe(2)
    expect(err).toContain(
      'se esperaba una de usuarios, tickets, tickets_versiones, busqueda, resumen, auditoria',
    )
  })
})

describe('replay', () => {
  const target = () => `${system.file}.copia.db`

  test('to a position makes a whole service of a new file, as it was then', async () => {
    const { out, code } = await cli('replay', '--to', '40', '--into', target())
    expect(code).toBe(0)
    expect(out).toBe(`${target()}: 40 eventos, hasta la posición 40. Sus cuentas no tienen contraseña.\n`)
    const copy = `file:${target()}`
    expect((await runCli(copy, 'projections', 'verify')).out).toContain('hasta el evento 40')
    expect((await runCli(copy, 'ticket', 'list')).code).toBe(0)
    // It goes on from there like any other: nothing of it is a dead copy.
    const made = await runCli(copy, 'db', 'status', '--json')
    expect(JSON.parse(made.out)).toMatchObject({ migrada: true, contenido: { eventos: 40 } })
  })

  test('to an instant means what was recorded until then', async () => {
    const log = await readStored(system)
    const instant = log[59]?.fecha_registro ?? ''
    const expected = log.filter(({ fecha_registro }) => fecha_registro <= instant).at(-1)?.id
    expect(await json('replay', '--to', instant, '--into', target())).toMatchObject({ posicion: expected })
  })

  test('proves the same as the original: salts and hashes are copied with the rest', async () => {
    await cli('replay', '--to', '106', '--into', target())
    const rows = async (url: string) => {
      const client = createClient({ url })
      const { rows: found } = await client.execute('SELECT * FROM interacciones ORDER BY id')
      client.close()
      return found.map((row) => ({ ...row }))
    }
    expect(await rows(`file:${target()}`)).toEqual(await rows(system.url))
  })

  test('refuses what it can’t do, and makes no file', async () => {
    expect((await cli('replay', '--to', '999', '--into', target())).err).toBe(
      '--to: el registro termina en la posición 106.\n',
    )
    const { code, err } = await cli('replay', '--to', 'ayer', '--into', target())
    expect(code).toBe(2)
    expect(err).toContain('se esperaba un número, o un instante')
    expect(existsSync(target())).toBe(false)
    expect((await cli('replay', '--to', '5', '--into', system.file)).err).toBe(
      `--into: ya existe ${system.file}.\n`,
    )
    expect((await cli('replay', '--to', '5', '--into', `${system.file}/copia.db`)).code).toBe(1)
  })
})

describe('log', () => {
  // Mutant seen to fail: so many taken from the end of a log that has fewer.
  test('tail shows all of a log that is shorter, and none where none is asked for', async () => {
    const { out } = await cli('log', 'tail', '-n', '200')
    expect(out.trimEnd().split('\n')).toHaveLength((await readStored(system)).length)
    expect((await cli('log', 'tail', '-n', '0')).out).toBe('')
  })

  test('tail shows the last events, oldest first', async () => {
    const { out } = await cli('log', 'tail', '-n', '3')
    const lines = out.trimEnd().split('\n')
    expect(lines).toHaveLength(3)
    expect(lines[2]).toMatch(/^ +106 {2}\d{4}-\d\d-\d\d \d\d:\d\d {2}(ticket|cuenta) \d+ v\d+/)
    const last = z.object({ posicion: z.number(), tipo: z.string(), autor: z.string() })
    const parsed = (await cli('log', 'tail', '-n', '2', '--json')).out
      .trimEnd()
      .split('\n')
      .map((line) => last.parse(JSON.parse(line)))
    expect(parsed.map(({ posicion }) => posicion)).toEqual([105, 106])
  })

  test('stats counts what there is', async () => {
    const log = await readStored(system)
    expect(await json('log', 'stats')).toMatchObject({
      eventos: log.length,
      tickets: 20,
      internos: log.filter(({ es_interno }) => es_interno).length,
      ultima: log.at(-1)?.fecha_registro,
    })
    expect((await cli('log', 'stats')).out).toMatch(/^comentario +\d+$/m)
  })
})
