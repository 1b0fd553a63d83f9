'use server'

import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { takeQuota } from '@/api/limits'
import { MAX_WEBHOOKS } from '@/auth/webhooks'
import type { FormState } from '@/components/form-state'
import { GestionarWebhook } from '@/domain/cuenta/commands'
import { TIPOS_WEBHOOK } from '@/domain/cuenta/webhook'
import { Id, Ulid } from '@/domain/values'
import { deliveryFailureText } from '@/i18n/delivery-failure-text'
import { getRuntime } from '@/runtime'
import { admitWebhook, settleWebhook } from '@/worker/webhooks/create'
import { performGestion, sendTest } from '@/worker/webhooks/perform'
import { resendDelivery } from '@/worker/webhooks/resend'
import { FieldProblem, FormReader } from './form-reader'
import { giveCommand } from './give-command'
import { fieldState } from './results'
import { readSolicitante } from './solicitante'
import { answered, isState, newWebhook, refused, webhookWriter, withOwnWebhook } from './webhook-form'

/** Makes a webhook of one's own: first the log says so, then its secret is shown, this once. */
export async function crearWebhookAction(_previous: FormState, formData: FormData): Promise<FormState> {
  const form = new FormReader(formData)
  const user = await webhookWriter(form)
  if (isState(user)) return user
  const runtime = await getRuntime()
  const t = await getTranslations('webhooks')
  const id = Ulid.catch(runtime.newId).parse(form.text('comandoId'))
  const admitted = await admitWebhook(runtime, user, id)
  if (admitted === 'SIN_CLAVE') return refused(form, 'NO_DISPONIBLE', t('nuevo.sinClave'))
  const tooMany = () => refused(form, 'DEMASIADOS', t('nuevo.demasiados', { maximo: MAX_WEBHOOKS }))
  if (admitted === 'DEMASIADOS') return tooMany()
  const solicitanteId = await readSolicitante(form)
  const valores = form.draft()
  if (solicitanteId instanceof FieldProblem) return await fieldState(solicitanteId, id, valores)
  const schema = newWebhook(user.id)
  const datos = {
    url: form.text('url').trim(),
    tipos: TIPOS_WEBHOOK.filter((tipo) => form.flag(`tipo_${tipo}`)),
    ticket: form.optionalNumber('ticket'),
    solicitanteId,
    notas: form.flag('notas'),
  }
  const noted = await giveCommand({ schema, datos, comandoId: id, version: undefined, valores })
  if (noted.estado !== 'aceptado') return noted
  const { url, filtro, notas } = schema.parse(datos)
  const made = await settleWebhook(runtime, user, { id, url, filtro, notas })
  if (made !== 'HECHO') return made === 'BORRADO' ? refused(form, 'NO_ENCONTRADO', t('yaNo')) : tooMany()
  return { ...noted, mensaje: t('hecho.crear'), enlace: { url: admitted.secreto, hasta: null } }
}

/** Pauses, resumes, repeats or deletes one of one's own, or stops anybody's: first the log says so, then it is done. */
export async function gestionarWebhookAction(_previous: FormState, formData: FormData): Promise<FormState> {
  return await withOwnWebhook(formData, async ({ form, cuentaId, webhook, runtime }) => {
    const comandoId = Ulid.catch(runtime.newId).parse(form.text('comandoId'))
    const accion = form.text('accion')
    const datos = {
      tipo: 'gestionar_webhook',
      cuentaId,
      webhookId: webhook.id,
      accion,
      desde: accion === 'repetir' ? form.number('desde') : null,
    }
    const intent = { schema: GestionarWebhook, datos, comandoId, version: undefined }
    const noted = await giveCommand({ ...intent, valores: form.draft() })
    if (noted.estado !== 'aceptado') return noted
    const comando = GestionarWebhook.parse(datos)
    await performGestion(runtime, comando, comandoId)
    // An admin stays with the account that they look at.
    if (comando.accion === 'borrar' && form.optional('cuentaId') === null) redirect('/cuenta/webhooks')
    const t = await getTranslations('webhooks.hecho')
    return { ...noted, mensaje: t(comando.accion) }
  })
}

/** Sends a test message now, and says what was answered; it counts as a request of the API. */
export async function probarWebhookAction(_previous: FormState, formData: FormData): Promise<FormState> {
  return await withOwnWebhook(formData, async ({ form, user, webhook, runtime }) => {
    const t = await getTranslations('webhooks')
    const quota = await takeQuota(runtime.redis, user.id, runtime.config.api.limite, Date.now())
    if (!quota.allowed) return refused(form, 'DEMASIADAS_PETICIONES', t('prueba.demasiadas'))
    const sent = await sendTest(runtime, webhook)
    if (sent === null) return refused(form, 'NO_DISPONIBLE', t('nuevo.sinClave'))
    const { ok, codigo, milisegundos, error } = sent
    if (codigo === null) {
      const why = deliveryFailureText(error ?? '', await getTranslations('webhooks.fallo'))
      return refused(form, 'SIN_RESPUESTA', t('prueba.sinRespuesta', { error: why }))
    }
    if (!ok) return refused(form, 'PRUEBA_FALLIDA', t('prueba.mal', { codigo }))
    return answered(user, runtime.newId(), t('prueba.bien', { codigo, milisegundos }))
  })
}

/** Puts one delivery in line again, behind what waits there. */
export async function reenviarEntregaAction(_previous: FormState, formData: FormData): Promise<FormState> {
  return await withOwnWebhook(formData, async ({ form, user, webhook, runtime }) => {
    const comandoId = Ulid.catch(runtime.newId).parse(form.text('comandoId'))
    const entrega = Id.safeParse(form.number('entrega'))
    const t = await getTranslations('webhooks')
    const resent = entrega.success && (await resendDelivery(runtime, webhook.id, entrega.data, comandoId))
    if (!resent) return refused(form, 'NO_ENCONTRADO', t('yaNo'))
    return answered(user, runtime.newId(), t('hecho.reenviar'))
  })
}
