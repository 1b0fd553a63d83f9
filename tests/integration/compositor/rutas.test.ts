import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { listDrafts, MAX_BORRADORES, saveDraft } from '@/auth/drafts'
import { type ApiSystem, openApiSystem, type Person } from '../../support/api/system'
import { someTicket } from '../../support/follow'
import { browser, enter } from '../../support/pages'

vi.mock('next/headers', async () => (await import('../../support/pages')).nextHeaders)

const NOW = '2026-05-04T10:00:00.000Z'
const LATER = '2026-05-04T10:01:00.000Z'

let system: ApiSystem
let people: Readonly<Record<'cliente' | 'otro' | 'operador' | 'auditor', Person>>
let own: number
beforeAll(async () => {
  system = await openApiSystem()
  const [cliente, otro] = [await system.caller('cliente'), await system.caller('cliente')]
  people = {
    cliente,
    otro,
    operador: await system.caller('operador'),
    auditor: await system.caller('auditor'),
  }
  own = await someTicket(system, cliente)
})
afterAll(() => system.close())
beforeEach(() => {
  browser.session = ''
})

type Who = keyof typeof people | 'nadie'
async function as(who: Who): Promise<void> {
  browser.session = ''
  if (who !== 'nadie') await enter(system, people[who])
}

const OTHER = { 'sec-fetch-site': 'cross-site', origin: 'https://otro.test' }
const HERE = { 'sec-fetch-site': 'same-origin' }
async function send(
  method: 'PUT' | 'POST',
  address: string,
  body: object,
  site: Record<string, string> = HERE,
) {
  const length = String(Buffer.byteLength(JSON.stringify(body)))
  const headers = { ...site, 'content-type': 'application/json', 'content-length': length }
  return (await system.call(method, address, { body, headers })).status
}
const draft = (ticketId = own, rest = {}) => ({
  ticketId,
  clase: 'respuesta',
  texto: 'Hola',
  fecha: NOW,
  ...rest,
})
const sighting = (ticketId = own) => ({ ticketId, pestana: 'una-pestana', modo: 'viendo' })

/** A request that a page makes, and what it is answered: to whom, with what, from where. */
const TABLE: readonly [string, Who, number, () => Promise<number>][] = [
  ['a draft, to who writes it', 'cliente', 204, () => send('PUT', '/api/borradores', draft())],
  ['a draft, to nobody', 'nadie', 401, () => send('PUT', '/api/borradores', draft())],
  ['a draft, from another site', 'cliente', 403, () => send('PUT', '/api/borradores', draft(), OTHER)],
  ['a draft, from who says not where', 'cliente', 403, () => send('PUT', '/api/borradores', draft(), {})],
  ['a draft on another’s ticket', 'otro', 404, () => send('PUT', '/api/borradores', draft())],
  [
    'a note of a client’s',
    'cliente',
    403,
    () => send('PUT', '/api/borradores', draft(own, { clase: 'nota' })),
  ],
  [
    'a note of the team’s',
    'operador',
    204,
    () => send('PUT', '/api/borradores', draft(own, { clase: 'nota' })),
  ],
  ['a draft of who never writes', 'auditor', 403, () => send('PUT', '/api/borradores', draft())],
  ['a draft that is none', 'cliente', 400, () => send('PUT', '/api/borradores', { ticketId: own })],
  ['who is there, to who looks', 'cliente', 200, () => send('POST', '/api/presencia', sighting())],
  ['who is there, to nobody', 'nadie', 401, () => send('POST', '/api/presencia', sighting())],
  [
    'who is there, from another site',
    'cliente',
    403,
    () => send('POST', '/api/presencia', sighting(), OTHER),
  ],
  ['who is at another’s ticket', 'otro', 404, () => send('POST', '/api/presencia', sighting())],
  ['who is nowhere', 'cliente', 400, () => send('POST', '/api/presencia', { ticketId: own })],
]

describe('the routes of pages alone', () => {
  // Mutants seen to fail: each route without `isOwnSite`, or without its ticket; a note taken from a client.
  it.each(TABLE)('answer %s (%s) with %i', async (_what, who, status, ask) => {
    await as(who)
    expect(await ask()).toBe(status)
  })

  // Mutants seen to fail: `false` of `saveDraft` taken for kept; taken for full whatever is kept.
  it('say that no more drafts are kept, and not that of one that is kept a later one is there', async () => {
    const db = system.runtime.db.as('api_server')
    const full = await system.caller('operador')
    const open = () => someTicket(system, people.cliente)
    const [taken = 0, ...others] = await Promise.all(Array.from({ length: MAX_BORRADORES / 2 }, open))
    for (const ticket of [taken, ...others])
      for (const clase of ['respuesta', 'nota'] as const) {
        const kept = { texto: 'Ya estaba', fecha: LATER }
        await saveDraft(db, { cuenta: full.id, ticket, clase }, kept, Date.parse(LATER))
      }
    await enter(system, full)
    const more = await open()
    expect(await send('PUT', '/api/borradores', draft(more))).toBe(409)
    expect(await listDrafts(db, { cuenta: full.id, ticket: more })).toEqual({})
    // What takes nothing is no matter of room.
    expect(await send('PUT', '/api/borradores', draft(more, { texto: '' }))).toBe(204)
    expect(await send('PUT', '/api/borradores', draft(taken))).toBe(204)
    const still = await listDrafts(db, { cuenta: full.id, ticket: taken })
    expect(still.respuesta?.texto).toBe('Ya estaba')
  })
})
