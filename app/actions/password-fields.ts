import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { forgetAttempts, takeAttempt } from '@/auth/attempts'
import { isOwnPassword } from '@/auth/login'
import { hashPassword, Password } from '@/auth/password'
import type { FormState } from '@/components/form-state'
import type { Command } from '@/domain/commands'
import { LIMITES } from '@/domain/values'
import { getRuntime } from '@/runtime'
import { getSessionUser, requestOrigin } from '../lib/session'
import { FieldProblem, type FormReader } from './form-reader'
import { lockedMessage } from './login-refused'
import { fieldState, invalidState } from './results'

const NewPassword = z.object({ contrasena: Password })
const OwnPassword = NewPassword.extend({
  contrasenaActual: z.string().min(1).max(LIMITES.contrasenaMax),
})

/** A new password that was typed twice, or the state that says what is wrong with it. */
export async function newPassword(form: FormReader, comandoId: string): Promise<string | FormState> {
  const parsed = NewPassword.safeParse({ contrasena: form.text('contrasena') })
  if (!parsed.success) return await invalidState(parsed.error, comandoId, form.draft())
  const { contrasena } = parsed.data
  const problem = await checkRepeated(form, contrasena)
  return problem ? await fieldState(problem, comandoId, form.draft()) : contrasena
}

async function checkRepeated(form: FormReader, contrasena: string): Promise<FieldProblem | null> {
  if (form.text('contrasenaRepetida').normalize('NFC') === contrasena) return null
  return new FieldProblem('contrasenaRepetida', (await getTranslations('usuarios'))('contrasena.distinta'))
}

/** The hash of one's own new password, once the current one has been shown to be known. */
export async function ownPassword(
  form: FormReader,
  _comando: Command,
  comandoId: string,
): Promise<string | FormState> {
  const parsed = OwnPassword.safeParse({
    contrasenaActual: form.text('contrasenaActual'),
    contrasena: form.text('contrasena'),
  })
  if (!parsed.success) return await invalidState(parsed.error, comandoId, form.draft())
  const { contrasenaActual, contrasena } = parsed.data
  const problem = (await checkRepeated(form, contrasena)) ?? (await checkCurrent(contrasenaActual))
  return problem ? await fieldState(problem, comandoId, form.draft()) : await hashPassword(contrasena)
}

/** Guessing here is counted as at the login: an open session is no way around the limit. */
async function checkCurrent(contrasena: string): Promise<FieldProblem | null> {
  const user = await getSessionUser()
  if (!user) throw new Error('a session ended between two reads of one request')
  const { direccion } = await requestOrigin()
  const db = (await getRuntime()).db.as('auth')
  const now = Date.now()
  const hasta = await takeAttempt(db, user.email, direccion, now)
  if (hasta !== null) return new FieldProblem('contrasenaActual', await lockedMessage(hasta, now))
  if (!(await isOwnPassword(db, user.id, contrasena))) {
    const t = await getTranslations('rechazos')
    return new FieldProblem('contrasenaActual', t('CONTRASENA_ACTUAL_INCORRECTA'))
  }
  await forgetAttempts(db, user.email, direccion)
  return null
}
