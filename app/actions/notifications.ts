'use server'

import { readNotificacion, readNotificaciones } from '@projections/notificaciones/unread'
import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { ticketUrl } from '@/components/tickets/ticket-url'
import { Id, Ulid } from '@/domain/values'
import { getRuntime } from '@/runtime'
import { requireUser } from '../lib/session'
import { FormReader } from './form-reader'

/** Goes to the event that somebody was told of, and notes that they read it. */
export async function abrirNotificacionAction(formData: FormData): Promise<void> {
  await markOne(formData)
  const form = new FormReader(formData)
  const ticket = Id.safeParse(form.number('ticketId'))
  const version = Id.safeParse(form.number('version'))
  if (ticket.success && version.success) redirect(ticketUrl(ticket.data, {}, `v${version.data}`))
}

/** Notes that somebody read one of their own notifications. */
export async function leerNotificacionAction(formData: FormData): Promise<void> {
  await markOne(formData)
  refresh()
}

/** Notes that somebody read all that the page knew of. */
export async function leerNotificacionesAction(formData: FormData): Promise<void> {
  const user = await requireUser()
  const { db } = await getRuntime()
  const hasta = Id.safeParse(new FormReader(formData).number('hasta'))
  if (hasta.success) await readNotificaciones(db.as('api_server'), user, hasta.data, new Date().toISOString())
  refresh()
}

async function markOne(formData: FormData): Promise<void> {
  const user = await requireUser()
  const { db } = await getRuntime()
  const evento = Ulid.safeParse(formData.get('eventoId'))
  if (evento.success) await readNotificacion(db.as('api_server'), user, evento.data, new Date().toISOString())
}
