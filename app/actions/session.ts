'use server'

import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { Credentials, login } from '@/auth/login'
import type { SessionUser } from '@/auth/session'
import type { FormState } from '@/components/form-state'
import { parseColumns, storeColumns } from '@/components/tickets/lista/list-columns'
import { COLUMNS_COOKIE, KEYS_COOKIE, SESSION_COOKIE, THEME_COOKIE } from '@/i18n/cookies'
import { Locale } from '@/i18n/locales'
import { Theme } from '@/i18n/themes'
import { getRuntime } from '@/runtime'
import { keepChoice, keepLocale } from '../lib/choices'
import { localPath } from '../lib/local-path'
import { keepPosition } from '../lib/position'
import { getSessionUser, requestOrigin, setSessionCookie } from '../lib/session'
import { FormReader } from './form-reader'
import { loginRefused } from './login-refused'
import { invalidState } from './results'
import { endSession } from './session-end'

/** Signs in and goes where the person wanted to go. */
export async function loginAction(_previous: FormState, formData: FormData): Promise<FormState> {
  const form = new FormReader(formData)
  const comandoId = form.text('comandoId')
  const valores = form.draft()
  const parsed = Credentials.safeParse({ email: form.text('email'), contrasena: form.text('contrasena') })
  if (!parsed.success) return await invalidState(parsed.error, comandoId, valores)
  const { db, config } = await getRuntime()
  const now = Date.now()
  const result = await login(db.as('auth'), parsed.data, await requestOrigin(), {
    now,
    permiteDemo: config.permiteDemo,
  })
  if (!result.ok) return await loginRefused(result, now, comandoId, valores)
  await endSession()
  await setSessionCookie(result.token)
  await keepLocale(result.idioma)
  redirect(localPath(form.text('volver')) ?? '/tickets')
}

/** Ends this session, here and in the database. */
export async function logoutAction(): Promise<void> {
  await endSession()
  ;(await cookies()).delete(SESSION_COOKIE)
  redirect('/login')
}

/** Keeps the reader's theme for a year. Anything but a theme changes nothing. */
export async function setThemeAction(formData: FormData): Promise<void> {
  const chosen = Theme.safeParse(formData.get('tema'))
  if (chosen.success) await keepChoice(THEME_COOKIE, chosen.data)
}

/** Keeps the reader's language, in this browser and with their account. Anything but a language changes nothing. */
export async function setLocaleAction(formData: FormData): Promise<void> {
  const chosen = Locale.safeParse(formData.get('idioma'))
  if (!chosen.success) return
  await keepLocale(chosen.data)
  const user = await getSessionUser()
  if (user) await rememberLanguage(user, chosen.data)
}

/** The switch is there to be read by: whatever keeps the account from changing, this browser speaks the language. */
async function rememberLanguage(user: SessionUser, a: Locale): Promise<void> {
  const { bus, newId } = await getRuntime()
  try {
    const result = await bus.dispatch({
      comandoId: newId(),
      actor: { tipo: 'persona', id: user.id, rol: user.rol },
      comando: { tipo: 'cambiar_idioma', cuentaId: user.id, a },
    })
    if (result.estado === 'aceptado') await keepPosition(result.posicion)
  } catch (error) {
    console.error(error)
  }
}

/** Turns this reader's single keys on or off, for a year. */
export async function setKeysAction(formData: FormData): Promise<void> {
  const chosen = z.enum(['si', 'no']).safeParse(formData.get('teclas'))
  if (chosen.success) await keepChoice(KEYS_COOKIE, chosen.data)
}

/** Keeps which columns of the ticket list the reader wants; without a choice, those that all have at first. */
export async function setColumnsAction(formData: FormData): Promise<void> {
  if (formData.has('restaurar')) (await cookies()).delete(COLUMNS_COOKIE)
  else await keepChoice(COLUMNS_COOKIE, storeColumns(parseColumns(formData.getAll('columna'))))
}
