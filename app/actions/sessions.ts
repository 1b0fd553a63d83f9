'use server'

import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { endSessions } from '@/auth/open-sessions'
import type { FormState } from '@/components/form-state'
import { RevocarSesiones } from '@/domain/cuenta/commands'
import { SESSION_COOKIE } from '@/i18n/cookies'
import { getRuntime } from '@/runtime'
import { currentSessionId, requireUser, sessionToken } from '../lib/session'
import { FormReader } from './form-reader'
import { giveCommand } from './give-command'

/** Ends sessions of one's own, or as an admin of anybody: first it is noted who ended whose, then they are ended. */
export async function revocarSesionesAction(_previous: FormState, formData: FormData): Promise<FormState> {
  const user = await requireUser()
  const form = new FormReader(formData)
  const current = await currentSessionId()
  const cuentaId = form.number('cuentaId')
  const [alcance = '', named = null] = form.text('cierre').split(':')
  // Which one goes on is this browser's, whatever the form says.
  const sesion = alcance === 'otras' ? current : named
  const noted = await giveCommand({
    schema: RevocarSesiones,
    datos: { tipo: 'revocar_sesiones', cuentaId, alcance, sesion },
    comandoId: form.text('comandoId'),
    version: undefined,
    valores: form.draft(),
  })
  if (noted.estado !== 'aceptado') return noted
  const ended = RevocarSesiones.pick({ alcance: true, sesion: true }).parse({ alcance, sesion })
  const own = (await sessionToken()) ?? ''
  await endSessions((await getRuntime()).db.as('auth'), cuentaId, ended, { own, now: Date.now() })
  const t = await getTranslations('personas.sesiones')
  if (cuentaId !== user.id || (alcance !== 'todas' && (alcance === 'otras' || sesion !== current)))
    return { ...noted, mensaje: t(`hecho.${ended.alcance}`) }
  ;(await cookies()).delete(SESSION_COOKIE)
  redirect('/login')
}
