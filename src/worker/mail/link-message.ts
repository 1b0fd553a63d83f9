import type { CuentaRow } from '@projections/usuarios/row'
import { linkUrl } from '@/auth/access-links'
import { page } from './html'
import { type MailMessage, mailWords, plain } from './message'

export interface LinkMailFacts {
  /** Of this very attempt: its link is another than the last one's, so it is another message. */
  readonly id: string
  readonly cuenta: Pick<CuentaRow, 'nombre' | 'email' | 'idioma'>
  readonly token: string
  readonly remitente: string
  readonly urlPublica: string
}

/** Writes the mail with the link by which somebody sets their password. */
export function composeLinkMail({ id, cuenta, token, remitente, urlPublica }: LinkMailFacts): MailMessage {
  const { nombre, email, idioma } = cuenta
  const t = mailWords(idioma)
  const parts = {
    idioma,
    titulo: t('correo.enlace.titulo'),
    frase: t('correo.enlace.frase', { nombre }),
    cita: null,
    url: linkUrl(urlPublica, token),
    ver: t('correo.enlace.ver'),
    pie: t('correo.enlace.pie'),
  }
  return {
    from: remitente,
    to: email,
    subject: t('correo.enlace.asunto'),
    text: plain(parts),
    html: page(parts),
    messageId: `<enlace.${id}@${new URL(urlPublica).hostname}>`,
  }
}
