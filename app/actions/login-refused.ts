import { getFormatter, getTranslations } from 'next-intl/server'
import type { LoginResult } from '@/auth/login'
import type { Draft, FormState } from '@/components/form-state'

type Refused = Extract<LoginResult, { ok: false }>

/** Why somebody was not let in, in their language; of a lock also when it ends. */
export async function loginRefused(
  result: Refused,
  now: number,
  comandoId: string,
  valores: Draft,
): Promise<FormState> {
  const { codigo } = result
  const mensaje =
    result.codigo === 'DEMASIADOS_INTENTOS'
      ? await lockedMessage(result.hasta, now)
      : (await getTranslations('sesion'))('credenciales')
  return { estado: 'rechazado', comandoId, codigo, mensaje, valores }
}

/** That there were too many attempts, and when the next one is allowed. */
export async function lockedMessage(hasta: number, now: number): Promise<string> {
  const t = await getTranslations('sesion')
  const format = await getFormatter()
  // The minute after the lock's end: at the minute that is shown, it is over.
  const minutos = Math.max(1, Math.ceil((hasta - now) / 60_000))
  const hora = format.dateTime(now + minutos * 60_000, { timeStyle: 'short' })
  return t('bloqueado', { hora, minutos })
}
