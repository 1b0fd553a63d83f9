import { saveDraft } from '@/auth/drafts'
import { Id, Instante } from '@/domain/values'
import { getRuntime } from '@/runtime'
import { getSessionUser } from '../lib/session'
import type { FormReader } from './form-reader'

/**
 * Takes away the draft of what has just been sent, up to the moment at which it was typed: what was typed since stays.
 * Where this fails the draft is offered once more: no reason to call the command a failure.
 */
export async function settleDraft(form: FormReader): Promise<void> {
  const fecha = Instante.safeParse(form.text('borrador'))
  const ticket = Id.safeParse(form.number('ticketId'))
  const user = await getSessionUser()
  if (!fecha.success || !ticket.success || !user) return
  const { db } = await getRuntime()
  const clase = form.flag('interno') ? 'nota' : 'respuesta'
  const key = { cuenta: user.id, ticket: ticket.data, clase } as const
  await saveDraft(db.as('api_server'), key, { texto: '', fecha: fecha.data }, Date.now()).catch(console.error)
}
