import { z } from 'zod'
import type { OperationName } from '@/api/route'
import { sealNow } from '../seals'
import type { ApiSystem, Person } from './system'

/** A request that is granted: by whom, with what in path and query, and its body. */
export interface KnownGood {
  readonly who: 'cliente' | 'operador' | 'admin' | 'auditor'
  readonly values?: Readonly<Record<string, unknown>>
  readonly body?: unknown
}

const Made = z.object({ id: z.union([z.number(), z.string()]) })
const Deliveries = z.object({ entregas: z.array(z.object({ id: z.number() })) })

/** A request of each route that is granted, in the order of the table; what they act on is made here. */
export async function knownGood(
  system: ApiSystem,
  people: Readonly<Record<KnownGood['who'], Person>>,
): Promise<Readonly<Partial<Record<OperationName, KnownGood>>>> {
  const { operador } = people
  const make = async (address: string, body: object) =>
    Made.parse(await (await system.call('POST', address, { token: operador.token, body })).json()).id
  const [webhook, gone] = [await make('/api/webhooks', HOOK), await make('/api/webhooks', HOOK)]
  const id = await make('/api/tickets', TEXT)
  // What happened to the ticket is on its way to the webhook, and sealed.
  await system.runtime.runBatch({ ms: 5000, max: 100 })
  const vieja = await sealNow(system)
  const { token } = operador
  const log = await system.call('GET', `/api/webhooks/${webhook}/entregas`, { token })
  const [delivery] = Deliveries.parse(await log.json()).entregas
  const cuenta = { id: (await system.person('operador')).id }
  return {
    ...ofTickets({ id }, operador.id),
    ...ofAccounts(cuenta),
    searchAuditoria: { who: 'auditor' },
    exportAuditoria: { who: 'auditor', values: { formato: 'csv' } },
    proveAuditoria: { who: 'auditor', values: { posicion: 1 } },
    proveConsistencia: { who: 'auditor', body: { vieja } },
    listNotificaciones: { who: 'cliente' },
    readNotificaciones: { who: 'cliente', body: { hasta: 1 } },
    listWebhooks: { who: 'operador' },
    createWebhook: { who: 'operador', body: HOOK },
    manageWebhook: { who: 'operador', values: { id: webhook }, body: { accion: 'reanudar' } },
    testWebhook: { who: 'operador', values: { id: webhook } },
    listEntregas: { who: 'operador', values: { id: webhook } },
    resendEntrega: { who: 'operador', values: { id: webhook, entrega: delivery?.id } },
    deleteWebhook: { who: 'operador', values: { id: gone } },
  }
}

const HOOK = { url: 'http://127.0.0.1:9/x' }
const TEXT = { titulo: 'impresora', descripcion: 'correo' }

function ofTickets(values: Readonly<Record<string, unknown>>, agente: number) {
  const change = (body: object): KnownGood => ({ who: 'operador', values: { ...values }, body })
  return {
    listTickets: { who: 'cliente' },
    getTicket: { who: 'operador', values },
    listInteracciones: { who: 'operador', values },
    createTicket: { who: 'cliente', body: TEXT },
    changeTicket: change({ cambios: [{ tipo: 'comentar', comentario: 'correo' }] }),
    changeEstado: change({ a: 'en_progreso' }),
    changeAsignacion: change({ a: agente }),
    changePrioridad: change({ a: 'critica' }),
    changeCategoria: change({ a: 'red' }),
    editTicket: change({ titulo: 'otra impresora', descripcion: 'correo' }),
    addComentario: change({ comentario: 'red' }),
    closeTicket: change({}),
    reopenTicket: change({}),
  } satisfies Partial<Record<OperationName, KnownGood>>
}

function ofAccounts(values: Readonly<Record<string, unknown>>) {
  const change = (body: object): KnownGood => ({ who: 'admin', values: { ...values }, body })
  return {
    listCuentas: { who: 'admin' },
    createCuenta: { who: 'admin', body: { email: 'nueva@prueba.test', nombre: 'Nueva', rol: 'cliente' } },
    getCuenta: { who: 'admin', values },
    getOwnCuenta: { who: 'cliente' },
    editCuenta: change({ email: 'otra@prueba.test', nombre: 'Otra' }),
    changeRol: change({ a: 'cliente' }),
    deactivateCuenta: change({}),
    reactivateCuenta: change({}),
  } satisfies Partial<Record<OperationName, KnownGood>>
}
