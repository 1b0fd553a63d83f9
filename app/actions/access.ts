'use server'

import { redirect } from 'next/navigation'
import { findLink } from '@/auth/access-links'
import { takeTokenAttempt } from '@/auth/attempts'
import { hashPassword } from '@/auth/password'
import { redeemLink } from '@/auth/redeem-link'
import { openSession } from '@/auth/session'
import { OutcomeUnknown } from '@/commands/types'
import type { FormState } from '@/components/form-state'
import { getRuntime } from '@/runtime'
import { keepLocale } from '../lib/choices'
import { dropLinkToken, keepLinkToken, linkToken } from '../lib/link-token'
import { requestOrigin, setSessionCookie } from '../lib/session'
import { FormReader } from './form-reader'
import { lockedMessage } from './login-refused'
import { newPassword } from './password-fields'
import { refusedState } from './results'
import { endSession } from './session-end'

/**
 * Takes the token of a link: from a form's body, so that no address and no log ever has it. A good one goes on in a
 * cookie of this browser for as long as setting a password takes; any other ends on one and the same page.
 */
export async function abrirEnlaceAction(_previous: FormState, formData: FormData): Promise<FormState> {
  const form = new FormReader(formData)
  // The whole address is what people paste.
  const token = form.text('codigo').trim().replace(/^.*#/, '')
  const now = Date.now()
  const auth = (await getRuntime()).db.as('auth')
  if ((await findLink(auth, token, now)) === null) return await wrongToken(form, now)
  await keepLinkToken(token)
  redirect('/acceso')
}

/** Sets the password of the link's account, once, and signs in. What is wrong with the fields leaves the link as it is. */
export async function usarEnlaceAction(_previous: FormState, formData: FormData): Promise<FormState> {
  const form = new FormReader(formData)
  const comandoId = form.text('comandoId')
  const now = Date.now()
  const { db, bus } = await getRuntime()
  const auth = db.as('auth')
  const token = await linkToken()
  if (token === null || (await findLink(auth, token, now)) === null) return await wrongToken(form, now)
  const contrasena = await newPassword(form, comandoId)
  if (typeof contrasena === 'object') return contrasena
  const hash = await hashPassword(contrasena)
  const parts = { auth, dispatch: bus.dispatch.bind(bus) }
  const used = await redeemLink(parts, token, hash, Date.now()).catch((error: unknown) => {
    console.error(error)
    return error instanceof OutcomeUnknown ? 'DESCONOCIDO' : 'ERROR'
  })
  if (typeof used === 'string')
    return await refusedState(used === 'ERROR' ? 'ERROR' : 'DESCONOCIDO', comandoId, {})
  await dropLinkToken()
  if (used === null) redirect('/acceso/caducado')
  await endSession()
  await setSessionCookie(await openSession(auth, used.cuentaId, await requestOrigin(), Date.now()))
  await keepLocale(used.idioma)
  redirect('/tickets')
}

/** Guesses are counted by address; who made too many is told so, whatever they bring. */
async function wrongToken(form: FormReader, now: number): Promise<FormState> {
  const auth = (await getRuntime()).db.as('auth')
  const { direccion } = await requestOrigin()
  const until = await takeTokenAttempt(auth, direccion, now, 'enlace')
  if (until === null) redirect('/acceso/caducado')
  const mensaje = await lockedMessage(until, now)
  return {
    estado: 'rechazado',
    comandoId: form.text('comandoId'),
    codigo: 'DEMASIADOS_INTENTOS',
    mensaje,
    valores: {},
  }
}
