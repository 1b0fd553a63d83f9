import Ajv from 'ajv/dist/2020'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openApi } from '@/api/openapi'
import type { Operation } from '@/api/openapi-types'
import { ROUTES } from '@/api/table'
import { arbitraryOf } from '../support/api/arbitrary'
import { knownGood } from '../support/api/known-good'
import { type ApiSystem, openApiSystem, type Person } from '../support/api/system'

// The whole of it by API_FUZZ=10000; by itself as many as take a few seconds.
const REQUESTS = Number(process.env.API_FUZZ ?? 1500)
/** What stands in each client's own tickets, and must never reach the other. */
const SECRETS = { cliente: 'secreto-de-la-cliente', otro: 'secreto-de-otra-cuenta' } as const
const NOTE = 'nota-interna-del-equipo'

let system: ApiSystem
let people: Readonly<Record<'cliente' | 'otro' | 'operador' | 'admin' | 'auditor', Person>>
type Client = keyof typeof SECRETS
const own: Readonly<Record<Client, Set<number>>> = { cliente: new Set(), otro: new Set() }
let good: Awaited<ReturnType<typeof knownGood>>
let spare = 0
/** The admin's: one that stays, and some that may go. */
const webhooks: string[] = []
beforeAll(async () => {
  system = await openApiSystem()
  const [cliente, otro] = [await system.caller('cliente'), await system.caller('cliente')]
  const [operador, admin] = [await system.caller('operador'), await system.caller('admin')]
  people = { cliente, otro, operador, admin, auditor: await system.caller('auditor') }
  spare = (await system.person('operador')).id
  for (let n = 0; n < 9; n++) {
    const filtro = n === 0 ? {} : { ticket: 999 }
    const body = { url: 'http://127.0.0.1:9/x', filtro }
    const made = await system.call('POST', '/api/webhooks', { token: people.admin.token, body })
    webhooks.push(z.object({ id: z.string() }).parse(await made.json()).id)
  }
  const text = (of: string) => ({ titulo: `impresora ${of}`, descripcion: `correo ${of}` })
  for (let n = 0; n < 8; n++) {
    const [name, whose] = n % 2 === 0 ? (['cliente', cliente] as const) : (['otro', otro] as const)
    const facts = { tipo: 'crear_ticket', prioridad: 'media', categoria: null, solicitanteId: null } as const
    const made = await system.dispatch(whose, { ...facts, ...text(SECRETS[name]) })
    if (made.estado !== 'aceptado') throw new Error('no ticket')
    own[name].add(made.sujeto.id)
    const note = { tipo: 'comentar', ticketId: made.sujeto.id, comentario: NOTE, interno: true } as const
    await system.dispatch(operador, note)
  }
  good = await knownGood(system, people)
  system.runtime.followLog()
  await system.runtime.runBatch({ ms: 2000, max: 100 })
})
afterAll(() => system.close())

const document = openApi('es', 'http://127.0.0.1:3000')
const ajv = new Ajv({ strict: false })
ajv.addSchema({ $id: 'api', components: document.components })
const answers = new Map(
  Object.keys(document.components.schemas).map((name) => [
    name,
    ajv.compile({ $ref: `api#/components/schemas/${name}` }),
  ]),
)

interface Drawn {
  readonly route: (typeof ROUTES)[number]
  readonly who: keyof typeof people | 'nadie'
  readonly values: Readonly<Record<string, unknown>>
  readonly body: unknown
}

function operationOf({ ruta, metodo }: Drawn['route']): Operation {
  const operation = document.paths[ruta]?.[metodo.toLowerCase()]
  if (!operation) throw new Error(`${metodo} ${ruta} is not in the document`)
  return operation
}

/** Any request that the document of a route tells of: three good ones to one that may be broken anywhere. */
function requests(route: Drawn['route']): fc.Arbitrary<Drawn> {
  const good = requestsOf(route, false)
  return fc.oneof({ weight: 3, arbitrary: good }, { weight: 1, arbitrary: requestsOf(route, true) })
}

function requestsOf(route: Drawn['route'], broken: boolean): fc.Arbitrary<Drawn> {
  const { parameters, requestBody } = operationOf(route)
  const drawn = parameters.map(({ name, required, schema }) => {
    const value = arbitraryOf(schema, broken, name)
    // Few of many filters at a time; a cursor is only what a page gave.
    const absent = required ? 0 : name === 'cursor' ? 60 : 3
    return [
      name,
      absent === 0
        ? value
        : fc.oneof({ weight: absent, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value }),
    ] as const
  })
  const schema = requestBody?.content['application/json']?.schema
  return fc.record({
    route: fc.constant(route),
    who: fc.constantFrom(...CALLERS),
    values: fc.record(Object.fromEntries(drawn)),
    body: schema ? arbitraryOf(schema, broken) : fc.constant(undefined),
  })
}

const CLIENTS = ['cliente', 'otro'] as const
const CALLERS = ['cliente', 'cliente', 'otro', 'operador', 'admin', 'admin', 'auditor', 'nadie'] as const

function addressOf({ route, values }: Drawn): { address: string; headers: Record<string, string> } {
  const { parameters } = operationOf(route)
  const [query, headers]: [URLSearchParams, Record<string, string>] = [new URLSearchParams(), {}]
  let address: string = route.ruta
  for (const { name, in: place } of parameters) {
    const value = values[name]
    if (value === undefined) continue
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    if (place === 'path')
      address = address.replace(`{${name}}`, encodeURIComponent(text.replace(/\p{Cs}/gu, '')) || '0')
    else if (place === 'query') query.set(name, text)
    else headers[name] = text.replace(/[^\x20-\x7e]/g, '').trim()
  }
  return { address: query.size === 0 ? address : `${address}?${query}`, headers }
}

/** The accounts that requests come from stay what they are: what would change one of them changes another. */
function spared(one: Drawn): Drawn {
  const { route, values } = one
  if (route.grupo === 'webhooks' && one.who === 'admin' && 'id' in values) {
    const id = route.nombre === 'deleteWebhook' ? (webhooks.splice(1, 1)[0] ?? webhooks[0]) : webhooks[0]
    return { ...one, values: { ...values, id } }
  }
  const among = Object.values(people).some(({ id }) => id === values.id)
  if (route.grupo !== 'cuentas' || route.metodo === 'GET' || !among) return one
  return { ...one, values: { ...values, id: spare } }
}

/** Everything that an answer calls a ticket of, as far as its form says so. */
function ticketsIn(value: unknown): number[] {
  if (Array.isArray(value)) return value.flatMap(ticketsIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'ticketId' && typeof inner === 'number' ? [inner] : ticketsIn(inner),
  )
}

interface Answer {
  readonly one: Drawn
  readonly response: Response
  readonly text: string
  readonly what: string
}

async function send(one: Drawn): Promise<Answer> {
  const { route, who, body } = one
  const { address, headers } = addressOf(spared(one))
  const token = who === 'nadie' ? null : people[who].token
  const response = await system.call(route.metodo, address, { token, body, headers })
  const text = await response.text()
  const asked = `${who} ${route.metodo} ${address} ${JSON.stringify(headers)} ${JSON.stringify(body)}`
  return { one, response, text, what: `${asked} → ${response.status} ${text.slice(0, 500)}` }
}

/** The answer is one that the document tells of, to the letter. */
function expectTold({ one, response, text, what }: Answer): void {
  expect(response.status, what).not.toBe(500)
  const told = operationOf(one.route).responses[String(response.status)]
  expect(told, what).toBeDefined()
  const type = response.headers.get('content-type') ?? ''
  const reference = told?.content?.[type]?.schema.$ref
  if (typeof reference === 'string') {
    const validate = answers.get(reference.split('/').at(-1) ?? '')
    expect(validate?.(JSON.parse(text)), `${what} ${JSON.stringify(validate?.errors)}`).toBe(true)
  } else if (response.status >= 400) expect.fail(`no problem details: ${what}`)
}

/** Nothing of another account, and no internal note, is in what a client is answered. */
function expectOwn(client: Client, { response, text, what }: Answer): void {
  expect(text, what).not.toContain(SECRETS[client === 'cliente' ? 'otro' : 'cliente'])
  expect(text, what).not.toContain(NOTE)
  expect(text, what).not.toContain('"esInterno":true')
  if (!response.ok || !text.startsWith('{')) return
  expect(
    ticketsIn(JSON.parse(text)).filter((id) => !own[client].has(id)),
    what,
  ).toEqual([])
}

/** Tickets that are a client's from now on, whoever opened them. */
function noteOwn({ one: { who, body, route }, response, text }: Answer): void {
  if (route.nombre !== 'createTicket' || response.status !== 201) return
  const named = z.object({ solicitanteId: z.number() }).safeParse(body).data?.solicitanteId
  for (const client of CLIENTS)
    if (named === people[client].id || (who === client && (named === undefined || named === null)))
      own[client].add(z.object({ id: z.number() }).parse(JSON.parse(text)).id)
}

const AT_ONCE = 16

/** What holds of every answer. */
function expectRight(answer: Answer): void {
  const { one, response, what } = answer
  expectTold(answer)
  for (const client of CLIENTS) if (one.who === client) expectOwn(client, answer)
  if (one.who === 'nadie') expect(response.status, what).toBe(401)
}

// Each route was really reached, and not only refused. Mutants seen to fail: any of the known ones left out or refused.
test('a known request of each route is granted, as the document tells', async () => {
  const missed: string[] = []
  for (const route of ROUTES) {
    const known = good[route.nombre]
    const answer = known && (await send({ values: {}, body: undefined, ...known, route }))
    if (!answer?.response.ok) missed.push(answer?.what ?? route.nombre)
    if (!answer) continue
    noteOwn(answer)
    expectRight(answer)
  }
  expect(missed).toEqual([])
})

// Mutant seen to fail: a client's list that is everybody's, for either client.
test(`${REQUESTS} requests that the document tells of break nothing`, { timeout: 600_000 }, async () => {
  const drawn = fc.sample(fc.oneof(...ROUTES.map(requests)), { seed: 20261130, numRuns: REQUESTS })
  for (let from = 0; from < drawn.length; from += AT_ONCE) {
    const round = await Promise.all(drawn.slice(from, from + AT_ONCE).map(send))
    for (const answer of round) noteOwn(answer)
    for (const answer of round) expectRight(answer)
  }
})
