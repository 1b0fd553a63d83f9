import { z } from 'zod'
import { gaveCommand } from '@/auth/given-commands'
import {
  Entrega,
  findWebhook,
  listWebhooks as list,
  listDeliveries,
  MAX_WEBHOOKS,
  type Webhook,
} from '@/auth/webhooks'
import { CrearWebhook, type CuentaCommand, type GestionarWebhook } from '@/domain/cuenta/commands'
import { FiltroWebhook } from '@/domain/cuenta/webhook'
import { Id, Ulid } from '@/domain/values'
import { admitWebhook, settleWebhook } from '@/worker/webhooks/create'
import { performGestion, sendTest } from '@/worker/webhooks/perform'
import { resendDelivery } from '@/worker/webhooks/resend'
import { dispatch } from '../command'
import { problem, type Reply, rejectionProblem } from '../problem'
import { type Call, defineRoute, NADA, SIN_CUERPO } from '../route'
import { digits, IdTexto } from '../schemas'
import type { Words } from '../words'

const grupo = 'webhooks'
const UlidTexto = z
  .string()
  .transform((text) => text.toUpperCase())
  .pipe(Ulid)
const uno = z.strictObject({ id: UlidTexto })
const Visto = z.object({
  id: z.string(),
  url: z.string(),
  filtro: FiltroWebhook,
  notas: z.boolean(),
  activo: z.boolean(),
  desde: z.string(),
})

const reader = ({ runtime }: Call) => runtime.db.as('api_server')

/** First the log says so. @returns what stands against it, or null */
async function noted(call: Call, comando: CuentaCommand): Promise<Reply | null> {
  const result = await dispatch({ ...call, version: undefined }, comando)
  if (result === null) return problem('RESULTADO_DESCONOCIDO', call.t)
  if (result.estado === 'rechazado') return rejectionProblem(result.rechazo, call.t)
  return result.estado === 'conflicto' ? problem('CONFLICTO', call.t) : null
}

export const listWebhooks = defineRoute({
  nombre: 'listWebhooks',
  grupo,
  metodo: 'GET',
  ruta: '/api/webhooks',
  alcance: 'read',
  params: NADA,
  consulta: NADA,
  cuerpo: SIN_CUERPO,
  salida: { status: 200, cuerpo: z.object({ webhooks: z.array(Visto) }) },
  handle: async (call) => ({ status: 200, body: { webhooks: await list(reader(call), call.caller) } }),
})

function tooMany(t: Words): Reply {
  return problem('DEMASIADOS_WEBHOOKS', t, {
    detail: t('api.demasiadosWebhooks', { maximo: MAX_WEBHOOKS }),
    hechos: { maximo: MAX_WEBHOOKS },
  })
}

export const createWebhook = defineRoute({
  nombre: 'createWebhook',
  grupo,
  metodo: 'POST',
  ruta: '/api/webhooks',
  alcance: 'write',
  params: NADA,
  consulta: NADA,
  cuerpo: CrearWebhook.omit({ tipo: true, cuentaId: true })
    .extend({ filtro: FiltroWebhook.prefault({}) })
    .strict(),
  idempotente: true,
  salida: { status: 201, cuerpo: z.object({ id: z.string(), secreto: z.string() }) },
  async handle(call, { cuerpo }) {
    const { runtime, caller, comandoId: id, t } = call
    const admitted = await admitWebhook(runtime, caller, id)
    if (admitted === 'SIN_CLAVE') return problem('NO_DISPONIBLE', t, { detail: 'WEBHOOK_KEY' })
    if (admitted === 'DEMASIADOS') return tooMany(t)
    const refused = await noted(call, { ...cuerpo, tipo: 'crear_webhook', cuentaId: caller.id })
    if (refused) return refused
    const made = await settleWebhook(runtime, caller, { id, ...cuerpo })
    if (made !== 'HECHO') return made === 'BORRADO' ? problem('NO_ENCONTRADO', t) : tooMany(t)
    const headers = { Location: `/api/webhooks/${id}` }
    return { status: 201, body: { id, ...admitted }, headers }
  },
})

/** One of the caller's own, or the answer that there is none. */
async function owned(call: Call, id: string): Promise<Webhook | Reply> {
  return (await findWebhook(reader(call), call.caller, id)) ?? problem('NO_ENCONTRADO', call.t)
}

const isReply = (found: Webhook | Reply): found is Reply => 'status' in found

/** Notes what the caller wants of one of their own, then does it. */
async function manage(
  call: Call,
  webhookId: string,
  asked: Pick<z.output<typeof GestionarWebhook>, 'accion' | 'desde'>,
): Promise<Reply> {
  const found = await owned(call, webhookId)
  // The answer to a deletion may have got lost: sent again, it is not told that there is nothing to delete.
  if (isReply(found) && !(await gaveCommand(reader(call), call.caller, call.comandoId))) return found
  const command = { tipo: 'gestionar_webhook', cuentaId: call.caller.id, webhookId, ...asked } as const
  const refused = await noted(call, command)
  if (refused) return refused
  await performGestion(call.runtime, command, call.comandoId)
  return { status: 204 }
}

export const manageWebhook = defineRoute({
  nombre: 'manageWebhook',
  grupo,
  metodo: 'POST',
  ruta: '/api/webhooks/{id}/gestion',
  alcance: 'write',
  params: uno,
  consulta: NADA,
  cuerpo: z.discriminatedUnion('accion', [
    z.strictObject({ accion: z.literal('pausar') }),
    z.strictObject({ accion: z.literal('reanudar') }),
    /** The events after this position are sent again, and 0 is all of them. */
    z.strictObject({ accion: z.literal('repetir'), desde: z.union([z.literal(0), Id]) }),
  ]),
  idempotente: true,
  salida: { status: 204, cuerpo: null },
  handle: (call, { params: { id }, cuerpo }) =>
    manage(call, id, { accion: cuerpo.accion, desde: cuerpo.accion === 'repetir' ? cuerpo.desde : null }),
})

export const deleteWebhook = defineRoute({
  nombre: 'deleteWebhook',
  grupo,
  metodo: 'DELETE',
  ruta: '/api/webhooks/{id}',
  alcance: 'write',
  params: uno,
  consulta: NADA,
  cuerpo: SIN_CUERPO,
  idempotente: true,
  salida: { status: 204, cuerpo: null },
  handle: (call, { params: { id } }) => manage(call, id, { accion: 'borrar', desde: null }),
})

export const testWebhook = defineRoute({
  nombre: 'testWebhook',
  grupo,
  metodo: 'POST',
  ruta: '/api/webhooks/{id}/prueba',
  alcance: 'write',
  params: uno,
  consulta: NADA,
  cuerpo: SIN_CUERPO,
  salida: {
    status: 200,
    cuerpo: z.object({
      ok: z.boolean(),
      codigo: z.number().int().nullable(),
      milisegundos: z.number().int(),
      error: z.string().nullable(),
    }),
  },
  async handle(call, { params: { id } }) {
    const found = await owned(call, id)
    if (isReply(found)) return found
    const delivery = await sendTest(call.runtime, found, call.signal)
    return delivery
      ? { status: 200, body: delivery }
      : problem('NO_DISPONIBLE', call.t, { detail: 'WEBHOOK_KEY' })
  },
})

export const listEntregas = defineRoute({
  nombre: 'listEntregas',
  grupo,
  metodo: 'GET',
  ruta: '/api/webhooks/{id}/entregas',
  alcance: 'read',
  params: uno,
  consulta: z.strictObject({
    antes: IdTexto.optional(),
    limite: digits.pipe(z.number().int().min(1).max(200)).default(50).meta({ ejemplo: '50' }),
  }),
  cuerpo: SIN_CUERPO,
  salida: { status: 200, cuerpo: z.object({ entregas: z.array(Entrega) }) },
  async handle(call, { params: { id }, consulta }) {
    const found = await owned(call, id)
    if (isReply(found)) return found
    return { status: 200, body: { entregas: await listDeliveries(reader(call), id, consulta) } }
  },
})

export const resendEntrega = defineRoute({
  nombre: 'resendEntrega',
  grupo,
  metodo: 'POST',
  ruta: '/api/webhooks/{id}/entregas/{entrega}/reenvio',
  alcance: 'write',
  params: z.strictObject({ id: UlidTexto, entrega: IdTexto }),
  consulta: NADA,
  cuerpo: SIN_CUERPO,
  idempotente: true,
  salida: { status: 202, cuerpo: null },
  async handle(call, { params: { id, entrega } }) {
    const found = await owned(call, id)
    if (isReply(found)) return found
    const resent = await resendDelivery(call.runtime, id, entrega, call.comandoId)
    return resent ? { status: 202 } : problem('NO_ENCONTRADO', call.t)
  },
})
