import { findCuentaByEmailQuery } from '@projections/usuarios/list'
import { peopleQuery } from '@projections/usuarios/people'
import { getTranslations } from 'next-intl/server'
import { Email, Id } from '@/domain/values'
import { getRuntime } from '@/runtime'
import { getSessionUser } from '../lib/session'
import { FieldProblem, type FormReader } from './form-reader'

/**
 * The account that a ticket is opened for: a mail address or an id as staff typed it; null for one's own. Only
 * staff get an account looked up: to a client the answer would tell who has one.
 */
export async function readSolicitante(form: FormReader): Promise<number | null | FieldProblem> {
  const typed = form.optional('solicitanteId')?.trim() ?? null
  const user = await getSessionUser()
  if (typed === null || (user?.rol !== 'operador' && user?.rol !== 'admin'))
    return form.optionalNumber('solicitanteId')
  const id = await findCuentaId(typed)
  if (id !== null) return id
  const t = await getTranslations('tickets.nuevo')
  return new FieldProblem('solicitanteId', t('solicitanteDesconocido'))
}

/** The account of a mail address or an id as somebody typed it; null where there is none. */
export async function findCuentaId(typed: string): Promise<number | null> {
  const db = (await getRuntime()).db.as('api_server')
  const id = Id.safeParse(/^#?\d{1,15}$/.test(typed) ? Number(typed.replace('#', '')) : null)
  if (id.success) return (await peopleQuery(db, [id.data])).has(id.data) ? id.data : null
  const email = Email.safeParse(typed)
  if (!email.success) return null
  return (await findCuentaByEmailQuery(db, email.data))?.id ?? null
}
