import { timelineQuery } from '@projections/linea_tiempo/timeline'
import { findTicketQuery } from '@projections/tickets/detail'
import { findCuentaQuery } from '@projections/usuarios/list'
import { handleTask, PermanentTaskError, type TaskHandler } from '@/redis/queue/task'
import type { WorkerParts } from '../parts'
import { correo } from './kind'
import { MailRefused, openMailer } from './mailer'
import { composeMail } from './message'

/**
 * Sends a mail of what its recipient may see of the event at this moment; nothing where that is nothing any more. A
 * server that took a mail just before this process was killed gets it again, under the same Message-ID.
 */
export function mailHandler({ db, config }: WorkerParts): TaskHandler {
  const mailer = config.correo === null ? null : openMailer(config.correo.url)
  return handleTask(correo, async ({ ticketId, version, cuentaId }, { id }) => {
    if (mailer === null || config.correo === null)
      throw new Error('este proceso no tiene SMTP_URL: el correo espera a uno que la tenga')
    const reader = db.as('api_server')
    // Everybody may see their own account.
    const cuenta = await findCuentaQuery(reader, { id: cuentaId, rol: 'cliente' }, cuentaId)
    if (!cuenta?.activo) return { resultado: { enviado: false, porque: 'cuenta_inactiva' } }
    const viewer = { id: cuentaId, rol: cuenta.rol }
    const range = { desde: version - 1, hasta: version + 1, limite: 1 }
    const [ticket, { eventos }] = await Promise.all([
      findTicketQuery(reader, viewer, ticketId),
      timelineQuery(reader, viewer, ticketId, range),
    ])
    const [item] = eventos
    if (ticket === null || item === undefined) return { resultado: { enviado: false, porque: 'sin_acceso' } }
    const { remitente } = config.correo
    const { urlPublica } = config
    const { titulo } = ticket
    const facts = {
      tareaId: id,
      destinatario: cuenta.email,
      remitente,
      urlPublica,
      ticketId,
      titulo,
      item,
      idioma: cuenta.idioma,
    }
    try {
      await mailer.send(composeMail(facts))
    } catch (error) {
      if (error instanceof MailRefused) throw new PermanentTaskError(error.message)
      throw error
    }
    return { resultado: { enviado: true } }
  })
}
