import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { listWebhooks, makeWebhook } from '@/auth/webhooks'
import type { FormState } from '@/components/form-state'
import { gestionarWebhookAction } from '../../app/actions/webhooks'
import { type ApiSystem, openApiSystem, type Person } from '../support/api/system'
import { enter } from '../support/pages'

vi.mock('next/headers', async () => (await import('../support/pages')).nextHeaders)
vi.mock('next/cache', async () => (await import('../support/pages')).nextCache)
vi.mock('next-intl/server', async () => (await import('../support/pages')).nextIntl)

let system: ApiSystem
beforeEach(async () => {
  system = await openApiSystem()
})
afterEach(async () => await system.close())

const reader = () => system.runtime.db.as('api_server')

/** A webhook of somebody's, as they made it in the role that they had then. */
async function hookOf({ id, rol }: Person): Promise<string> {
  const webhookId = system.runtime.newId()
  const filtro = { tipos: [], ticket: null, solicitante: null }
  const made = { id: webhookId, url: 'https://ejemplo.es/avisos', filtro, notas: false }
  await makeWebhook(reader(), { id, rol }, made, Date.now())
  return webhookId
}
const hooksOf = async (who: Person) => (await listWebhooks(reader(), who)).map(({ activo }) => activo)

async function send(who: Person, fields: Readonly<Record<string, string>>): Promise<FormState> {
  await enter(system, who)
  const form = new FormData()
  for (const [name, value] of Object.entries({ comandoId: system.runtime.newId(), ...fields }))
    form.set(name, value)
  return await gestionarWebhookAction({ estado: 'inicial' }, form)
}

describe('a webhook is stopped', () => {
  // Mutant seen to fail: `webhookWriter` that asks for `write` of whoever stops one.
  it('by its owner, who has become an auditor, and started again by nobody who may not make one', async () => {
    const auditor = await system.caller('auditor')
    const webhookId = await hookOf(auditor)
    expect(await send(auditor, { webhookId, accion: 'pausar' })).toMatchObject({ estado: 'aceptado' })
    expect(await hooksOf(auditor)).toEqual([false])
    for (const accion of ['reanudar', 'repetir'])
      expect(await send(auditor, { webhookId, accion, desde: '0' })).toMatchObject({ codigo: 'SIN_PERMISO' })
    const gone = send(auditor, { webhookId, accion: 'borrar' })
    await expect(gone).rejects.toMatchObject({
      digest: expect.stringContaining('/cuenta/webhooks;') as unknown,
    })
    expect(await hooksOf(auditor)).toEqual([])
  })

  // Mutant seen to fail: the account that the form names left unread.
  it('by an admin, whosever it is, who can do nothing else to it', async () => {
    const [owner, admin] = [await system.caller('cliente'), await system.caller('admin')]
    const fields = { webhookId: await hookOf(owner), cuentaId: String(owner.id) }
    expect(await send(admin, { ...fields, accion: 'pausar' })).toMatchObject({ estado: 'aceptado' })
    expect(await hooksOf(owner)).toEqual([false])
    expect(await send(admin, { ...fields, accion: 'reanudar' })).toMatchObject({ codigo: 'NO_ENCONTRADO' })
    expect(await send(admin, { ...fields, accion: 'borrar' })).toMatchObject({ estado: 'aceptado' })
    expect(await hooksOf(owner)).toEqual([])
  })

  // Mutant seen to fail: `findWebhook` and `listWebhooks` without asking who looks.
  it('by nobody else, who can’t see it either', async () => {
    const owner = await system.caller('operador')
    const fields = { webhookId: await hookOf(owner), cuentaId: String(owner.id) }
    for (const rol of ['cliente', 'operador', 'auditor'] as const) {
      const other = await system.caller(rol)
      for (const accion of ['pausar', 'borrar'])
        expect(await send(other, { ...fields, accion })).toMatchObject({ codigo: 'NO_ENCONTRADO' })
      expect(await listWebhooks(reader(), other, owner.id)).toEqual([])
    }
    expect(await listWebhooks(reader(), await system.caller('admin'), owner.id)).toHaveLength(1)
    expect(await hooksOf(owner)).toEqual([true])
  })
})
