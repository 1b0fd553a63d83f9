import { refresh } from 'next/cache'
import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import type { SessionUser } from '@/auth/session'
import { findWebhook, type Webhook } from '@/auth/webhooks'
import type { FormState } from '@/components/form-state'
import { CrearWebhook } from '@/domain/cuenta/commands'
import { ALCANCES_DE } from '@/domain/cuenta/token'
import { FiltroWebhook, stopsWebhook, UrlWebhook } from '@/domain/cuenta/webhook'
import { Id } from '@/domain/values'
import { getRuntime, type Runtime } from '@/runtime'
import { getSessionUser } from '../lib/session'
import { FormReader } from './form-reader'
import { refusedState, rejectedState } from './results'

/** The form of a new webhook, field by field: what is wrong has the name of the field that it was typed in. */
export function newWebhook(cuentaId: number) {
  return z
    .object({
      url: UrlWebhook,
      tipos: FiltroWebhook.shape.tipos,
      ticket: Id.nullable(),
      solicitanteId: Id.nullable(),
      notas: z.boolean(),
    })
    .transform(({ url, notas, solicitanteId: solicitante, ...filtro }) =>
      CrearWebhook.parse({
        tipo: 'crear_webhook',
        cuentaId,
        url,
        notas,
        filtro: { ...filtro, solicitante },
      }),
    )
}

/** True for what goes back to the form instead of what was looked for. */
export function isState<T extends object>(found: T | FormState): found is FormState {
  return 'estado' in found
}

/** The person of the session, if their role may write over the API: but for stopping one, webhooks are changed by that. */
export async function webhookWriter(form: FormReader): Promise<SessionUser | FormState> {
  const user = await getSessionUser()
  const [comandoId, valores] = [form.text('comandoId'), form.draft()]
  if (!user) return await refusedState('SIN_SESION', comandoId, valores)
  if (ALCANCES_DE[user.rol].includes('write') || isStopping(form)) return user
  const hechos = { comando: 'gestionar_webhook', rol: user.rol }
  return await rejectedState({ codigo: 'SIN_PERMISO', hechos }, comandoId, valores)
}

/** Whoever has a webhook may stop it, whatever became of their role. */
const isStopping = (form: FormReader) => stopsWebhook(form.text('accion'))

/** A form about one of a person's own webhooks, or one that an admin stops, with who sent it. */
interface OwnWebhook {
  readonly form: FormReader
  readonly user: SessionUser
  /** Whose it is. */
  readonly cuentaId: number
  readonly webhook: Webhook
  readonly runtime: Runtime
}

/** Acts on the webhook that a form names, if it is this person's and they may; an admin stops those of any account. */
export async function withOwnWebhook(
  formData: FormData,
  act: (own: OwnWebhook) => Promise<FormState>,
): Promise<FormState> {
  const form = new FormReader(formData)
  const user = await webhookWriter(form)
  if (isState(user)) return user
  const runtime = await getRuntime()
  const named = isStopping(form) ? form.optionalNumber('cuentaId') : null
  const cuentaId = Id.catch(user.id).parse(named)
  const webhook = await findWebhook(runtime.db.as('api_server'), user, form.text('webhookId'), cuentaId)
  if (webhook) return await act({ form, user, cuentaId, webhook, runtime })
  const t = await getTranslations('webhooks')
  return refused(form, 'NO_ENCONTRADO', t('yaNo'))
}

/** A refusal that is no business rejection: its code and its words. */
export function refused(form: FormReader, codigo: string, mensaje: string): FormState {
  return { estado: 'rechazado', comandoId: form.text('comandoId'), codigo, mensaje, valores: form.draft() }
}

/** A success that put nothing into the log; the page around is read anew. @param comandoId the next one */
export function answered({ id }: SessionUser, comandoId: string, mensaje: string): FormState {
  refresh()
  return { estado: 'aceptado', comandoId, id, version: 0, mensaje }
}
