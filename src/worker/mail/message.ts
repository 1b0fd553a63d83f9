import type { TimelineItem } from '@projections/linea_tiempo/timeline'
import { createTranslator } from 'next-intl'
import type { Idioma } from '@/domain/values'
import { MESSAGES } from '@/i18n/locales'
import { ZONA } from '@/i18n/zone'
import { type MailParts, page } from './html'

/** A mail as it goes out. */
export interface MailMessage {
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  /** With its angle brackets, as the two below. */
  readonly messageId: string
  readonly inReplyTo?: string
  readonly references?: string
}

export interface MailFacts {
  /** The task that sends it: the message's id is derived from it, so that a second delivery is known for one. */
  readonly tareaId: string
  readonly destinatario: string
  /** The recipient's, whoever did what is told. */
  readonly idioma: Idioma
  readonly remitente: string
  /** Where the service is reached; see Config. */
  readonly urlPublica: string
  readonly ticketId: number
  readonly titulo: string
  /** As the recipient's own timeline shows it: what is not in there can't get into a mail. */
  readonly item: TimelineItem
}

const TRANSLATORS = {
  es: createTranslator({ locale: 'es', messages: MESSAGES.es, timeZone: ZONA }),
  en: createTranslator({ locale: 'en', messages: MESSAGES.en, timeZone: ZONA }),
}
type Translate = (typeof TRANSLATORS)['es']

/** The words of a mail in the recipient's language. */
export function mailWords(idioma: Idioma): Translate {
  return TRANSLATORS[idioma]
}

/**
 * Writes the mail that tells of an event, in the recipient's language. All mails of a ticket
 * answer to the same message that was never sent, which is what keeps them in one thread (RFC 5322, section 3.6.4).
 */
export function composeMail(facts: MailFacts): MailMessage {
  const { ticketId, item, urlPublica, idioma } = facts
  const t = mailWords(idioma)
  const { hostname } = new URL(urlPublica)
  const titulo = oneLine(facts.titulo)
  const root = `<ticket.${ticketId}@${hostname}>`
  const parts = {
    idioma,
    titulo,
    frase: sentence(item, t),
    cita: quoted(item, t),
    url: `${urlPublica}/tickets/${ticketId}#v${item.evento.sobre.version}`,
    ver: t('correo.ver'),
    pie: t('correo.pie'),
  }
  return {
    from: facts.remitente,
    to: facts.destinatario,
    subject: t('correo.asunto', { id: ticketId, titulo }),
    text: plain(parts),
    html: page(parts),
    messageId: `<${facts.tareaId.replace(/[^\w.-]/g, '.')}@${hostname}>`,
    inReplyTo: root,
    references: root,
  }
}

/** A header is one line: what a title was given by whatever way must not end it. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
}

function sentence({ evento, nombres, autor: known, autorRol }: TimelineItem, t: Translate): string {
  const name = (id: number | null) => (id === null ? null : (nombres[id] ?? t('tickets.linea.alguien')))
  const autor =
    autorRol === 'sistema' ? t('correo.servicio') : known === '' ? t('tickets.linea.alguien') : known
  switch (evento.tipo) {
    case 'comentario':
      return t(evento.datos.esInterno ? 'correo.evento.nota' : 'correo.evento.comentario', { autor })
    case 'cambio_estado':
      return t('correo.evento.cambio_estado', { autor, a: t(`dominio.estado.${evento.datos.a}`) })
    case 'cambio_prioridad':
      return t('correo.evento.cambio_prioridad', { autor, a: t(`dominio.prioridad.${evento.datos.a}`) })
    case 'cambio_categoria':
      return t('correo.evento.cambio_categoria', {
        autor,
        a: evento.datos.a ?? t('tickets.campo.sinCategoria'),
      })
    case 'asignacion': {
      const a = name(evento.datos.a)
      return a === null
        ? t('correo.evento.desasignacion', { autor })
        : t('correo.evento.asignacion', { autor, a })
    }
    case 'creacion':
    case 'cierre':
    case 'edicion':
      return t(`correo.evento.${evento.tipo}`, { autor })
  }
}

function quoted({ evento }: TimelineItem, t: Translate): string | null {
  if (evento.tipo !== 'comentario') return null
  return evento.contenido ?? t('tickets.linea.borrado')
}

/** The mail's plain half. */
export function plain({ titulo, frase, cita, url, ver, pie }: MailParts): string {
  const quote =
    cita === null
      ? []
      : [
          cita
            .split('\n')
            .map((line) => `> ${line}`.trimEnd())
            .join('\n'),
        ]
  return `${[titulo, frase, ...quote, `${ver}:\n${url}`, `-- \n${pie}`].join('\n\n')}\n`
}
