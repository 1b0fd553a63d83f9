import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { runCli } from '../support/cli'
import { openTestSystem, type TestSystem } from '../support/system'

let system: TestSystem
let ticketId: number
let opened: string

const Past = z.object({
  version: z.number(),
  ultima: z.number(),
  ticket: z.object({ titulo: z.string(), prioridad: z.string(), estado: z.string(), version: z.number() }),
  desde: z.record(z.string(), z.looseObject({ version: z.number(), tipo: z.string(), autor: z.string() })),
  eventos: z.array(z.object({ evento: z.object({ sobre: z.object({ fecha: z.string() }) }) })),
})

beforeAll(async () => {
  system = await openTestSystem()
  const ana = await system.person('operador', 'Ana')
  const made = await system.dispatch(ana, {
    tipo: 'crear_ticket',
    titulo: 'No imprime',
    descripcion: 'Nada',
    prioridad: 'media',
    categoria: null,
    solicitanteId: null,
  })
  if (made.estado !== 'aceptado') throw new Error('not made')
  ticketId = made.sujeto.id
  await system.dispatch(ana, { tipo: 'comentar', ticketId, comentario: 'Miro.\nY vuelvo.', interno: true })
  await system.dispatch(ana, { tipo: 'cambiar_prioridad', ticketId, a: 'critica' })
  await system.dispatch(ana, { tipo: 'editar_ticket', ticketId, titulo: 'Atasco', descripcion: 'Nada' })
  opened = (await past('1')).eventos[0]?.evento.sobre.fecha ?? ''
})
afterAll(async () => await system.close())

const show = (...args: string[]) => runCli(system.url, 'ticket', 'show', String(ticketId), ...args)
const past = async (at: string) => Past.parse(JSON.parse((await show('--at', at, '--json')).out))
/** The words of an output, whatever the columns' widths. */
const words = (text: string) => text.replace(/ +/g, ' ')

describe('ticket show --at', () => {
  test('a version: the ticket as it was, where each value came from, and its history until then', async () => {
    const { out, code } = await show('--at', '3')
    expect(code).toBe(0)
    const [when] = out.split('\n')
    expect(when).toBe(`Así estaba el ${opened.slice(0, 16).replace('T', ' ')} (UTC), versión 3 de 4`)
    expect(out).toContain(`#${ticketId} No imprime\nEstado: Abierto · Prioridad: Crítica`)
    expect(words(out)).toMatch(/\nPrioridad [\d-]+ [\d:]+ Ana cambio_prioridad 3 [0-9A-Z]{26}\n/)
    expect(words(out)).toMatch(/\nTítulo [\d-]+ [\d:]+ Ana creacion 1 [0-9A-Z]{26}\n/)
    expect(out).toContain('[nota interna] Miro.\n')
    expect(out).not.toContain('Atasco')
    expect(out).not.toContain('edita:')
  })

  test('the same as JSON', async () => {
    const { eventos, desde, ...rest } = await past('3')
    const ticket = { titulo: 'No imprime', prioridad: 'critica', estado: 'abierto', version: 3 }
    expect(rest).toEqual({ version: 3, ultima: 4, ticket })
    expect(desde.prioridad).toMatchObject({ version: 3, tipo: 'cambio_prioridad', autor: 'Ana' })
    expect(desde.asignado).toMatchObject({ version: 1, tipo: 'creacion' })
    expect(eventos).toHaveLength(3)
  })

  test('a version that is still to come is the last one', async () => {
    expect(await past('999')).toMatchObject({ version: 4, ticket: { titulo: 'Atasco' } })
  })

  test('an instant: what had happened by then', async () => {
    const last = (await past('4')).eventos.at(-1)?.evento.sobre.fecha ?? ''
    expect(await past(last)).toMatchObject({ version: 4 })
    const only = await past(opened.replace('T', ' '))
    expect(only.eventos.length).toBeGreaterThan(0)
    expect(only.eventos.every(({ evento }) => evento.sobre.fecha <= opened)).toBe(true)
  })

  test('before the ticket was opened says so', async () => {
    const result = await show('--at', '2020-01-01')
    expect(result).toMatchObject({ code: 1, out: '' })
    expect(result.err).toBe(
      `El 2020-01-01 00:00 (UTC) el ticket ${ticketId} aún no existía: se abrió el ${opened.slice(0, 16).replace('T', ' ')}.\n`,
    )
    expect((await show('--at', '0')).err).toContain(`En la versión 0 el ticket ${ticketId} aún no existía`)
    expect(await runCli(system.url, 'ticket', 'show', '999', '--at', '1')).toMatchObject({
      code: 1,
      err: 'No existe el ticket 999.\n',
    })
  })

  test('wrong usage is told with what was expected', async () => {
    const expected = 'se esperaba un número, o un instante como 2026-03-01T10:00 (UTC)'
    for (const at of ['ayer', '2026-02-30', '', '-1', '99999999999999999999'])
      expect(await show('--at', at)).toEqual({
        code: 2,
        out: '',
        err: `--at <versión|instante> no admite «${at}»: ${expected}.\n`,
      })
    const future = await show('--at', '2999-01-01')
    expect(future.code).toBe(2)
    expect(future.err).toContain('que ya haya pasado')
    const bare = await show('--at')
    expect(bare.code).toBe(2)
    expect(bare.err).toMatch(/^La opción --at <versión\|instante> necesita un valor/)
  })
})
