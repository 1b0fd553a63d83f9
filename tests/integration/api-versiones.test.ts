import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type ApiSystem, openApiSystem, type Person } from '../support/api/system'

const NOTE = 'nota-interna-del-equipo'

let system: ApiSystem
let cliente: Person
let operador: Person
let ticket: number
beforeEach(async () => {
  system = await openApiSystem()
  cliente = await system.caller('cliente')
  operador = await system.caller('operador')
  const body = { titulo: 'No imprime', descripcion: 'Nada' }
  const made = await post(cliente, '/api/tickets', body)
  ticket = z.object({ id: z.number() }).parse(await made.json()).id
})
afterEach(() => system.close())

const post = (who: Person, address: string, body: object, match?: string) =>
  system.call('POST', address, { token: who.token, body, headers: match ? { 'if-match': match } : {} })
const change = (who: Person, hacia: string, body: object, match?: string) =>
  post(who, `/api/tickets/${ticket}/${hacia}`, body, match)
const seen = async (who: Person) =>
  (await system.call('GET', `/api/tickets/${ticket}`, { token: who.token })).headers.get('etag') ?? ''

const Conflict = z.object({
  codigo: z.literal('CONFLICTO'),
  hechos: z.object({
    vista: z.number(),
    actual: z.number(),
    eventos: z.array(z.object({ version: z.number(), evento: z.object({ tipo: z.string() }) })),
  }),
})

describe('If-Match', () => {
  // Mutants seen to fail: `readIfMatch` that reads nothing; `dispatch` without `versionVista`; no ETag, no events, in the
  // answer of a conflict.
  it('of a version that was overtaken is a conflict, told with what came between, and changes nothing', async () => {
    const stale = await seen(operador)
    expect((await change(operador, 'estado', { a: 'en_progreso' }, stale)).status).toBe(200)
    const refused = await change(operador, 'estado', { a: 'resuelto' }, stale)
    expect(refused.status).toBe(412)
    expect(refused.headers.get('etag')).toBe('"2"')
    const { hechos } = Conflict.parse(await refused.json())
    expect(hechos).toEqual({
      vista: 1,
      actual: 2,
      eventos: [{ version: 2, evento: { tipo: 'cambio_estado' } }],
    })
    expect(await seen(operador)).toBe('"2"')
    expect((await change(operador, 'estado', { a: 'resuelto' }, await seen(operador))).status).toBe(200)
  })

  // Mutant seen to fail: the events of a conflict read as the team sees them.
  it('of a client shows no internal note among what came between, and meets none', async () => {
    const stale = await seen(cliente)
    await change(operador, 'comentarios', { comentario: NOTE, interno: true })
    expect((await change(cliente, 'comentarios', { comentario: 'Sigue igual' }, stale)).status).toBe(200)
    await change(operador, 'estado', { a: 'en_progreso' })
    const refused = await change(cliente, 'cierre', { motivo: 'resuelto' }, stale)
    expect(refused.status).toBe(412)
    const text = await refused.text()
    expect(text).not.toContain(NOTE)
    const { hechos } = Conflict.parse(JSON.parse(text))
    expect(hechos.eventos.map(({ version, evento }) => [version, evento.tipo])).toEqual([
      [3, 'comentario'],
      [4, 'cambio_estado'],
    ])
    expect(refused.headers.get('etag')).toBe('"4"')
  })

  it('of a client with a note alone in between is no conflict', async () => {
    const stale = await seen(cliente)
    await change(operador, 'comentarios', { comentario: NOTE, interno: true })
    expect((await change(cliente, 'cierre', { motivo: 'resuelto' }, stale)).status).toBe(200)
  })

  it('that is no tag of ours is refused by name, and `*` asks for nothing', async () => {
    for (const match of ['7', '"a"', 'W/"1"', '"1", "2"', '"0"']) {
      const refused = await change(operador, 'estado', { a: 'en_progreso' }, match)
      expect(refused.status, match).toBe(400)
      expect(await refused.json()).toMatchObject({ campos: [{ campo: 'If-Match' }] })
    }
    expect((await change(operador, 'estado', { a: 'en_progreso' }, '*')).status).toBe(200)
  })
})
