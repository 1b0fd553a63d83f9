import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import type { z } from 'zod'
import { OutcomeUnknown } from '@/commands/types'
import type { Command } from '@/domain/commands'
import { Id, Ulid } from '@/domain/values'
import { getRuntime } from '@/runtime'
import { getSessionUser } from '../lib/session'
import { FormReader } from './form-reader'
import type { FormState } from './form-state'
import { conflictState, invalidState, rejectedState } from './results'

interface ActionOptions<C extends Command> {
  /** The command's schema, or one that outputs it. */
  readonly schema: z.ZodType<C>
  /** Picks the command's raw fields out of the form. */
  readonly read: (form: FormReader) => unknown
  /** A secret that travels beside the command: its hash, or the state that says what is wrong with it. */
  readonly secret?: (form: FormReader, comando: C, comandoId: string) => Promise<string | FormState>
  /** Where to go after a success; without it the page shows its new state. */
  readonly redirectTo?: (id: number) => Parameters<typeof redirect>[0]
}

export type FormAction = (previous: FormState, form: FormData) => Promise<FormState>

/**
 * The one door for actions that give a command: session, schema, dispatch, answer. The actor is always the
 * session's; permission is judged by the bus, with the account as it is in the database at that moment.
 */
export function defineAction<C extends Command>(options: ActionOptions<C>): FormAction {
  return async function action(_previous, formData) {
    const user = await getSessionUser()
    if (!user) redirect('/login')
    const { bus, newId } = await getRuntime()
    const form = new FormReader(formData)
    const comandoId = Ulid.catch(newId).parse(form.text('comandoId'))
    const valores = form.draft()
    const parsed = options.schema.safeParse(options.read(form))
    if (!parsed.success) return await invalidState(parsed.error, comandoId, valores)

    const secret = await options.secret?.(form, parsed.data, comandoId)
    if (typeof secret === 'object') return secret
    const version = Id.safeParse(form.number('version'))
    const actor = { tipo: 'persona', id: user.id, rol: user.rol } as const
    const envelope = { comandoId, actor, comando: parsed.data, passwordHash: secret }
    const result = await bus
      .dispatch({ ...envelope, versionVista: version.success ? version.data : undefined })
      .catch((error: unknown) =>
        error instanceof OutcomeUnknown ? ('desconocido' as const) : Promise.reject(error),
      )

    const t = await getTranslations('comun.resultado')
    if (result === 'desconocido') {
      return { estado: 'rechazado', comandoId, codigo: 'DESCONOCIDO', mensaje: t('desconocido'), valores }
    }
    if (result.estado === 'rechazado') return await rejectedState(result.rechazo, comandoId, valores)
    if (result.estado === 'conflicto') return await conflictState(result, user, comandoId, valores)
    const { id } = result.sujeto
    if (options.redirectTo) redirect(options.redirectTo(id))
    refresh()
    return { estado: 'aceptado', comandoId: newId(), id, version: result.version, mensaje: t('aceptado') }
  }
}
