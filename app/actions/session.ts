'use server'

import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { Credentials, login } from '@/auth/login'
import { closeSession } from '@/auth/session'
import type { FormState } from '@/components/form-state'
import { KEYS_COOKIE, LOCALE_COOKIE, SESSION_COOKIE, THEME_COOKIE } from '@/i18n/cookies'
import { Locale } from '@/i18n/locales'
import { Theme } from '@/i18n/themes'
import { getRuntime } from '@/runtime'
import { localPath } from '../lib/local-path'
import { requestOrigin, setSessionCookie } from '../lib/session'
import { FormReader } from './form-reader'
import { loginRefused } from './login-refused'
import { invalidState } from './results'

const YEAR = 365 * 24 * 3600

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
  if (chosen.success) await keep(THEME_COOKIE, chosen.data)
}

/** Keeps the reader's language for a year. Anything but a language changes nothing. */
export async function setLocaleAction(formData: FormData): Promise<void> {
  const chosen = Locale.safeParse(formData.get('idioma'))
  if (chosen.success) await keep(LOCALE_COOKIE, chosen.data)
}

/** Turns this reader's single keys on or off, for a year. */
export async function setKeysAction(formData: FormData): Promise<void> {
  const chosen = z.enum(['si', 'no']).safeParse(formData.get('teclas'))
  if (chosen.success) await keep(KEYS_COOKIE, chosen.data)
}

async function keep(name: string, value: string): Promise<void> {
  ;(await cookies()).set(name, value, { httpOnly: true, sameSite: 'lax', path: '/', maxAge: YEAR })
}

async function endSession(): Promise<void> {
  const token = (await cookies()).get(SESSION_COOKIE)?.value
  if (token === undefined) return
  const { db } = await getRuntime()
  await closeSession(db.as('auth'), token)
}
