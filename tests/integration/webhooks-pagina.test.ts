import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { MAX_WEBHOOKS } from '@/auth/webhooks'
import type { FormAction, FormState } from '@/components/form-state'
import { defineQuery } from '@/db/queries'
import { loadWebhook, loadWebhooks } from '../../app/(dashboard)/cuenta/webhooks/load'
import {
  crearWebhookAction,
  gestionarWebhookAction,
  probarWebhookAction,
  reenviarEntregaAction,
} from '../../app/actions/webhooks'
import { type ApiSystem, openApiSystem, type Person } from '../support/api/system'
import { browser, enter } from '../support/pages'
import { openReceiver, type Receiver } from '../support/receiver'

vi.mock('next/headers', async () => (await import('../support/pages')).nextHeaders)
vi.mock('next/cache', async () => (await import('../support/pages')).nextCache)
vi.mock('next-intl/server', async () => (await import('../support/pages')).nextIntl)

let system: ApiSystem
let receiver: Receiver
let url: string
beforeEach(async () => {
  system = await openApiSystem()
  receiver = await openReceiver()
  url = receiver.url
  browser.locale = 'es'
})
afterEach(async () => {
  await system.close()
  await receiver.close()
})

async function as(who: Person): Promise<Person> {
  await enter(system, who)
  return who
}

async function send(action: FormAction, fields: Readonly<Record<string, string>>): Promise<FormState> {
  const form = new FormData()
  for (const [name, value] of Object.entries({ comandoId: system.runtime.newId(), ...fields }))
    form.set(name, value)
  return await action({ estado: 'inicial' }, form)
}

const Accepted = z.object({ estado: z.literal('aceptado'), mensaje: z.string() })
const Made = Accepted.extend({ enlace: z.object({ url: z.string(), hasta: z.null() }) })
async function make(who: Person, fields: Readonly<Record<string, string>> = {}) {
  const made = Made.parse(await send(crearWebhookAction, { url, ...fields }))
  const webhook = (await loadWebhooks(who)).webhooks.at(-1)
  if (!webhook) throw new Error('no webhook')
  return { secreto: made.enlace.url, webhook, webhookId: webhook.id }
}

const containing = (part: string): unknown => expect.stringContaining(part)
const work = () => system.runtime.runBatch({ ms: 5000, max: 200 })
async function open(who: Person): Promise<number> {
  const body = { titulo: 'No imprime', descripcion: 'Nada' }
  const made = await system.call('POST', '/api/tickets', { token: who.token, body })
  return z.object({ id: z.number() }).parse(await made.json()).id
}
const deliveries = async (who: Person, id: string) => (await loadWebhook(who, id, {}))?.entregas ?? []
/** The latest events of accounts. */
const noted = async (who: Person) => {
  const stored = await system.runtime.db.as('admin').all(KINDS, { cuenta: who.id })
  return stored.map(({ tipo }) => tipo)
}
const KINDS = defineQuery({
  name: 'prueba.tipos_de_cuenta',
  roles: ['admin'],
  sql: "SELECT tipo FROM interacciones WHERE cuenta_id = :cuenta AND tipo LIKE '%webhook%' ORDER BY id",
  row: z.object({ tipo: z.string() }),
})

describe('the page of webhooks', () => {
  it('makes one of what the form says, and shows a secret that its messages are signed with', async () => {
    const who = await as(await system.caller('operador'))
    const fields = { tipo_comentario: 'on', ticket: '7', solicitanteId: String(who.id), notas: 'on' }
    const { secreto, webhook, webhookId } = await make(who, fields)
    expect(webhook).toMatchObject({
      url,
      notas: true,
      activo: true,
      filtro: { tipos: ['comentario'], ticket: 7, solicitante: who.id },
    })
    expect(await noted(who)).toEqual(['alta_webhook'])
    const { nombres } = await loadWebhooks(who)
    expect(nombres.get(who.id)).toContain('operador')
    expect(await send(probarWebhookAction, { webhookId })).toMatchObject({ estado: 'aceptado' })
    const { headers, body } = receiver.received[0] ?? { headers: {}, body: '' }
    const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`
    const key = Buffer.from(secreto.replace('whsec_', ''), 'base64')
    const signature = createHmac('sha256', key).update(signed).digest('base64')
    expect(headers['webhook-signature']).toBe(`v1,${signature}`)
  })

  it('sent again after a lost answer, it is the same one with the same secret', async () => {
    const who = await as(await system.caller('cliente'))
    const fields = { url, comandoId: system.runtime.newId() }
    const [first, again] = [await send(crearWebhookAction, fields), await send(crearWebhookAction, fields)]
    expect(Made.parse(again).enlace).toEqual(Made.parse(first).enlace)
    expect((await loadWebhooks(who)).webhooks).toHaveLength(1)
  })

  it('names the field that is wrong in the reader’s language, and gives the draft back', async () => {
    const who = await as(await system.caller('operador'))
    const fields = { url: 'avisos', ticket: 'siete', tipo_cierre: 'on' }
    const wrong = await send(crearWebhookAction, fields)
    expect(wrong).toMatchObject({ estado: 'invalido', valores: fields })
    expect(wrong).toMatchObject({ campos: { url: containing('dirección entera') } })
    expect(wrong).toMatchObject({ campos: { ticket: 'Se esperaba un número.' } })
    browser.locale = 'en'
    const secret = await send(crearWebhookAction, { url: 'https://ana:clave@ejemplo.es/' })
    expect(secret).toMatchObject({ campos: { url: containing('no user') } })
    const unknown = await send(crearWebhookAction, { url, solicitanteId: 'nadie@prueba.test' })
    expect(unknown).toMatchObject({ campos: { solicitanteId: containing('no account') } })
    expect((await loadWebhooks(who)).webhooks).toEqual([])
    expect(await noted(who)).toEqual([])
  })

  it('makes no more than an account may have', async () => {
    await as(await system.caller('cliente'))
    for (let n = 0; n < MAX_WEBHOOKS; n++)
      expect((await send(crearWebhookAction, { url })).estado).toBe('aceptado')
    expect(await send(crearWebhookAction, { url })).toMatchObject({ codigo: 'DEMASIADOS', valores: { url } })
  })

  it('says what a test was answered, or why it was not', async () => {
    const who = await as(await system.caller('cliente'))
    const { webhookId } = await make(who)
    receiver.status = 500
    expect(await send(probarWebhookAction, { webhookId })).toMatchObject({
      codigo: 'PRUEBA_FALLIDA',
      mensaje: containing('500'),
    })
    await receiver.close()
    expect(await send(probarWebhookAction, { webhookId })).toMatchObject({ codigo: 'SIN_RESPUESTA' })
  })

  it('shows what became of each delivery, sends one again, and all after a position', async () => {
    const who = await as(await system.caller('operador'))
    const { webhookId } = await make(who)
    receiver.status = 500
    const ticket = await open(who)
    await work()
    const [failed] = await deliveries(who, webhookId)
    expect(failed).toMatchObject({ estado: 'pendiente', intentos: 1, codigo: 500, ticketId: ticket })
    receiver.status = 204
    await expect
      .poll(
        async () => {
          await work()
          return (await deliveries(who, webhookId)).map(({ estado }) => estado)
        },
        { timeout: 10_000, interval: 200 },
      )
      .toEqual(['entregada'])
    const entrega = String(failed?.id ?? 0)
    expect(await send(reenviarEntregaAction, { webhookId, entrega })).toMatchObject({ estado: 'aceptado' })
    const repeated = await send(gestionarWebhookAction, { webhookId, accion: 'repetir', desde: '0' })
    expect(repeated).toMatchObject({ estado: 'aceptado' })
    await work()
    await work()
    expect((await deliveries(who, webhookId)).map(({ estado }) => estado)).toEqual(
      Array.from({ length: 3 }, () => 'entregada'),
    )
    const blank = await send(gestionarWebhookAction, { webhookId, accion: 'repetir', desde: '' })
    expect(blank).toMatchObject({ estado: 'invalido', campos: { desde: 'Se esperaba un número.' } })
    expect(await send(reenviarEntregaAction, { webhookId, entrega: '99' })).toMatchObject({
      codigo: 'NO_ENCONTRADO',
    })
  })

  it('pauses, resumes and deletes, and the log says so', async () => {
    const who = await as(await system.caller('cliente'))
    const { webhookId } = await make(who)
    for (const [accion, activo] of [
      ['pausar', false],
      ['reanudar', true],
    ] as const) {
      expect(await send(gestionarWebhookAction, { webhookId, accion })).toMatchObject({ estado: 'aceptado' })
      expect((await loadWebhook(who, webhookId, {}))?.webhook.activo).toBe(activo)
    }
    const gone = send(gestionarWebhookAction, { webhookId, accion: 'borrar' })
    await expect(gone).rejects.toMatchObject({ digest: containing('/cuenta/webhooks;') })
    expect(await loadWebhook(who, webhookId, {})).toBeNull()
    expect(await noted(who)).toEqual(['alta_webhook', ...Array.from({ length: 3 }, () => 'gestion_webhook')])
  })
})

describe('nobody else', () => {
  // Mutant seen to fail: `findWebhook` without the account.
  it('sees, tests or deletes a webhook', async () => {
    const owner = await as(await system.caller('operador'))
    const { webhookId } = await make(owner)
    const admin = await as(await system.caller('admin'))
    expect((await loadWebhooks(admin)).webhooks).toEqual([])
    expect(await loadWebhook(admin, webhookId, {})).toBeNull()
    for (const [action, fields] of [
      [probarWebhookAction, {}],
      [gestionarWebhookAction, { accion: 'borrar' }],
      [reenviarEntregaAction, { entrega: '1' }],
    ] as const)
      expect(await send(action, { webhookId, ...fields })).toMatchObject({ codigo: 'NO_ENCONTRADO' })
    expect(receiver.received).toEqual([])
    expect((await loadWebhooks(owner)).webhooks).toHaveLength(1)
  })

  // Mutant seen to fail: `read` asked of the role instead of `write`; the bus alone would let an auditor.
  it('makes one whose role the API does not let write, or who is not there', async () => {
    const auditor = await as(await system.caller('auditor'))
    expect(await send(crearWebhookAction, { url })).toMatchObject({ codigo: 'SIN_PERMISO', valores: { url } })
    expect(await loadWebhooks(auditor)).toMatchObject({ webhooks: [], puede: false })
    browser.session = ''
    expect(await send(crearWebhookAction, { url })).toMatchObject({ codigo: 'SIN_SESION', valores: { url } })
  })

  // Mutant seen to fail: a loader that names accounts to a client.
  it('of the clients gets internal notes, or the name behind a number', async () => {
    const [cliente, otro] = [await system.caller('cliente'), await system.caller('cliente', 'Otra Persona')]
    await as(cliente)
    expect(await send(crearWebhookAction, { url, notas: 'on' })).toMatchObject({ codigo: 'SIN_PERMISO' })
    await make(cliente, { solicitanteId: String(otro.id) })
    expect((await loadWebhooks(cliente)).nombres.size).toBe(0)
  })
})
