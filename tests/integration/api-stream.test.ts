import { afterEach, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { type ApiSystem, openApiSystem, type Person } from '../support/api/system'

let system: ApiSystem
let cliente: Person
let operador: Person
beforeEach(async () => {
  system = await openApiSystem()
  cliente = await system.caller('cliente')
  operador = await system.caller('operador')
})
afterEach(() => system.close())

const Message = z.object({
  posicion: z.number(),
  todo: z.boolean(),
  cambios: z.array(z.object({ ticketId: z.number(), version: z.number(), tipo: z.string() })),
})

const Told = z.object({ status: z.number(), codigo: z.string(), title: z.string() })

async function open(who: Person): Promise<number> {
  const body = { titulo: 'No imprime', descripcion: 'Nada' }
  const made = await system.call('POST', '/api/tickets', { token: who.token, body })
  return z.object({ id: z.number() }).parse(await made.json()).id
}

const say = (ticket: number, comentario: string, interno = false) =>
  system.call('POST', `/api/tickets/${ticket}/comentarios`, {
    token: operador.token,
    body: { comentario, interno },
  })

/** Reads the messages of a stream until so many changes were told, or what there is. */
async function hear(address: string, who: Person, changes: number, headers: Record<string, string> = {}) {
  const response = await system.call('GET', address, { token: who.token, headers })
  expect(response.status).toBe(200)
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  const told: z.infer<typeof Message>['cambios'] = []
  let [text, posicion] = ['', 0]
  while (told.length < changes) {
    const part = await reader?.read()
    if (!part || part.done) break
    text += part.value
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const data = /^data: (.*)$/m.exec(block)?.[1]
      if (data === undefined) continue
      const read = Message.parse(JSON.parse(data))
      told.push(...read.cambios)
      posicion = read.posicion
    }
  }
  await reader?.cancel()
  return { told, posicion }
}

it('tells a program all that it missed, however much, and goes on from where it was', async () => {
  const ticket = await open(cliente)
  for (let n = 0; n < 450; n += 50)
    await Promise.all(Array.from({ length: 50 }, (_, at) => say(ticket, `c${n + at}`)))
  const { told, posicion } = await hear('/api/stream?desde=0', cliente, 451)
  expect(told).toHaveLength(451)
  expect(told.map(({ version }) => version)).toEqual(Array.from({ length: 451 }, (_, at) => at + 1))
  await say(ticket, 'y otro')
  const resumed = await hear('/api/stream', cliente, 1, { 'last-event-id': String(posicion) })
  expect(resumed.told).toMatchObject([{ version: 452, tipo: 'comentario' }])
})

it('tells of one ticket and some kinds alone, and a client of nothing that is not theirs', async () => {
  const [own, foreign] = [await open(cliente), await open(operador)]
  await say(own, 'nota', true)
  await say(foreign, 'de otro')
  await say(own, 'respuesta')
  const body = { motivo: 'resuelto' }
  await system.call('POST', `/api/tickets/${own}/cierre`, { token: operador.token, body })
  const all = await hear('/api/stream?desde=0', cliente, 3)
  expect(all.told.map(({ ticketId, tipo }) => [ticketId, tipo])).toEqual([
    [own, 'creacion'],
    [own, 'comentario'],
    [own, 'cierre'],
  ])
  const closed = await hear(`/api/stream?desde=0&ticket=${own}&tipo=cierre,cambio_estado`, operador, 1)
  expect(closed.told).toMatchObject([{ ticketId: own, tipo: 'cierre' }])
})

// Mutants seen to fail: `lacking` left out of `findProgram`; every one without a caller answered with 401.
it('says why it refuses, as every route does: no token, one that may not read, too many tries, nonsense', async () => {
  const refused = async (query: string, token: string | null) => {
    const answer = await system.call('GET', `/api/stream${query}`, { token })
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    const { codigo } = z.object({ codigo: z.string() }).parse(await answer.json())
    return [answer.status, codigo]
  }
  expect(await refused('?tipo=nada', operador.token)).toEqual([400, 'PETICION_NO_VALIDA'])
  expect(await refused('', null)).toEqual([401, 'NO_AUTENTICADO'])
  const metrics = await system.token(await system.person('auditor'), ['metrics'])
  expect(await refused('', metrics)).toEqual([403, 'ALCANCE_INSUFICIENTE'])
  const tried: unknown[] = []
  for (let n = 0; n < 21; n++) tried.push((await refused('', `bitacora_${'x'.repeat(43)}`))[0])
  expect(tried.slice(-2)).toEqual([401, 429])
})

// Mutant seen to fail: `wordsFor` that looks at no header.
it('routes outside the table, too, answer with problems, in the caller’s language', async () => {
  const auditor = await system.caller('auditor')
  const history = '/api/metrics/history?periodo=nunca'
  for (const [address, status, codigo] of [
    ['/api/audit/head', 404, 'SIN_SELLO'],
    ['/api/audit/key', 404, 'SIN_SELLO'],
    [history, 400, 'PETICION_NO_VALIDA'],
  ] as const) {
    const ask = async (lengua: string) => {
      const headers = { 'accept-language': lengua }
      return await system.call('GET', address, { token: auditor.token, headers })
    }
    const [es, en] = [await ask('es'), await ask('en')]
    expect(es.headers.get('content-type'), address).toBe('application/problem+json')
    const [said, told] = [Told.parse(await es.json()), Told.parse(await en.json())]
    expect(said).toMatchObject({ status, codigo })
    expect(told.codigo).toBe(codigo)
    expect(told.title).not.toBe(said.title)
  }
})
