import { enviarEnlace } from '@projections/outbox/tasks'
import { findCuentaQuery } from '@projections/usuarios/list'
import { z } from 'zod'
import { makeLink } from '@/auth/access-links'
import { defineQuery } from '@/db/queries'
import { handleTask, PermanentTaskError, type TaskHandler } from '@/redis/queue/task'
import type { WorkerParts } from '../parts'
import { composeLinkMail } from './link-message'
import { MailRefused, openMailer } from './mailer'

const ASKED = defineQuery({
  name: 'enlaces.pedido',
  roles: ['batch_worker'],
  sql: `SELECT e.correlacion_id AS correlacionId, (SELECT count(*) FROM interacciones i
      WHERE i.cuenta_id = :cuenta AND i.version > :version AND i.tipo IN ('enlace_acceso', 'cambio_contrasena', 'desactivacion')) AS despues
    FROM interacciones e WHERE e.cuenta_id = :cuenta AND e.version = :version`,
  row: z.object({ correlacionId: z.string(), despues: z.number() }),
})

/**
 * Mails a link to set one's password. The link is made here, at the moment of sending, so that its token is only ever in
 * the mail: a token in the task would lie in the database in clear. What was asked for, taken back or overtaken since by
 * another link or a password is not sent. Each attempt is a link and a message of its own: the last one is good.
 */
export function linkMailHandler({ db, config, newId }: WorkerParts): TaskHandler {
  const mailer = config.correo === null ? null : openMailer(config.correo.url)
  return handleTask(enviarEnlace, async ({ cuentaId, version }, { ahora }) => {
    if (mailer === null || config.correo === null)
      throw new Error('este proceso no tiene SMTP_URL: el correo espera a uno que la tenga')
    const asked = await db.as('batch_worker').first(ASKED, { cuenta: cuentaId, version })
    if (asked === null || asked.despues > 0) return { resultado: { enviado: false, porque: 'superado' } }
    const cuenta = await findCuentaQuery(db.as('api_server'), { id: cuentaId, rol: 'cliente' }, cuentaId)
    const ids = { correlacionId: asked.correlacionId, comandoId: newId() }
    const link = cuenta && (await makeLink(db.as('auth'), cuentaId, ids, ahora))
    if (!cuenta || !link) return { resultado: { enviado: false, porque: 'cuenta_inactiva' } }
    const { remitente } = config.correo
    const facts = { id: newId(), cuenta, ...link, remitente, urlPublica: config.urlPublica }
    try {
      await mailer.send(composeLinkMail(facts))
    } catch (error) {
      if (error instanceof MailRefused) throw new PermanentTaskError(error.message)
      throw error
    }
    return { resultado: { enviado: true } }
  })
}
