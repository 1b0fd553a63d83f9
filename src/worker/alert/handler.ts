import { findCuentaQuery } from '@projections/usuarios/list'
import { postJson } from '@/events/post'
import { RULES } from '@/metrics/advice/rules'
import { handleTask, PermanentTaskError, type TaskHandler } from '@/redis/queue/task'
import { MailRefused, openMailer } from '../mail/mailer'
import type { WorkerParts } from '../parts'
import { alertaCorreo, alertaWebhook } from './kinds'
import { composeAlertMail } from './message'

/** Mails administrators what is out of bounds; who is none any more by then is told nothing. */
export function alertMailHandler({ db, config }: WorkerParts): TaskHandler {
  const { correo, urlPublica } = config
  const mailer = correo === null ? null : openMailer(correo.url)
  return handleTask(alertaCorreo, async ({ cuentaId, ...alerta }, { id }) => {
    if (mailer === null || correo === null)
      throw new Error('este proceso no tiene SMTP_URL: el correo espera a uno que la tenga')
    const cuenta = await findCuentaQuery(db.as('api_server'), { id: cuentaId, rol: 'admin' }, cuentaId)
    if (!cuenta?.activo || cuenta.rol !== 'admin')
      return { resultado: { enviado: false, porque: 'ya_no_administra' } }
    try {
      await mailer.send(composeAlertMail({ alerta, cuenta, id, remitente: correo.remitente, urlPublica }))
    } catch (error) {
      if (error instanceof MailRefused) throw new PermanentTaskError(error.message)
      throw error
    }
    return { resultado: { enviado: true } }
  })
}

/** Tells another service what is out of bounds. */
export function alertWebhookHandler({ config }: WorkerParts): TaskHandler {
  const { webhook } = config.metricas
  return handleTask(alertaWebhook, async (alerta, { id }) => {
    if (webhook === undefined)
      throw new Error('este proceso no tiene ALERT_WEBHOOK_URL: el aviso espera a uno que la tenga')
    const rule = RULES.find((one) => one.id === alerta.regla)
    const { bueno, malo, unidad, componente } = rule ?? {}
    await postJson(webhook, { tipo: 'alerta', id, ...alerta, componente, unidad, bueno, malo })
    return { resultado: { enviado: true } }
  })
}
