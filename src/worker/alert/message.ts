import type { CuentaRow } from '@projections/usuarios/row'
import { RULES } from '@/metrics/advice/rules'
import { page } from '../mail/html'
import { type MailMessage, mailWords, plain } from '../mail/message'
import type { AlertFacts } from './kinds'

export interface AlertMailFacts {
  readonly alerta: AlertFacts
  readonly cuenta: Pick<CuentaRow, 'email' | 'idioma'>
  /** The task's: tried again, it is the same message. */
  readonly id: string
  readonly remitente: string
  readonly urlPublica: string
}

/** Writes the mail that tells an administrator that an alert began, or is over. */
export function composeAlertMail({ alerta, cuenta, id, remitente, urlPublica }: AlertMailFacts): MailMessage {
  const { email, idioma } = cuenta
  const t = mailWords(idioma)
  const rule = RULES.find((one) => one.id === alerta.regla)
  const nombre = rule ? t(`metricas.reglas.${rule.id}.nombre`) : alerta.regla
  const number = new Intl.NumberFormat(idioma, { maximumFractionDigits: 1 })
  const valor = alerta.valor === null ? '—' : `${number.format(alerta.valor)} ${rule?.unidad ?? ''}`.trim()
  const titulo = t(alerta.activa ? 'metricas.correo.empieza' : 'metricas.correo.termina', { nombre })
  const parts = {
    idioma,
    titulo,
    frase: t('metricas.correo.frase', {
      valor,
      limite: rule ? `${number.format(rule.malo)} ${rule.unidad}` : '—',
    }),
    cita: rule ? t(`metricas.reglas.${rule.id}.accion`) : null,
    url: `${urlPublica}/metricas`,
    ver: t('metricas.correo.ver'),
    pie: t('metricas.correo.pie'),
  }
  return {
    from: remitente,
    to: email,
    subject: titulo,
    text: plain(parts),
    html: page(parts),
    messageId: `<${id.replace(/[^\w.-]/g, '.')}@${new URL(urlPublica).hostname}>`,
  }
}
