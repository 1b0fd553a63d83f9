import { readHead } from '@projections/engine/head'
import { refresh } from 'next/cache'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import type { z } from 'zod'
import { type CommandEnvelope, type CommandResult, OutcomeUnknown } from '@/commands/types'
import type { Draft, FormState } from '@/components/form-state'
import type { Command } from '@/domain/commands'
import { Id, Ulid } from '@/domain/values'
import { log } from '@/metrics/log'
import { traced } from '@/metrics/tracing'
import { getRuntime } from '@/runtime'
import { keepPosition } from '../lib/position'
import { getSessionUser } from '../lib/session'
import { conflictState, invalidState, refusedState, rejectedState } from './results'

/** What a person wants, before anything of it has been checked. */
export interface Intent<C extends Command> {
  /** The command's schema, or one that outputs it. */
  readonly schema: z.ZodType<C>
  readonly datos: unknown
  readonly comandoId: unknown
  /** The version that the person saw; undefined where they saw none. */
  readonly version: unknown
  /** What goes back into the form. */
  readonly valores: Draft
  readonly secret?: ((comando: C, comandoId: string) => Promise<string | FormState | undefined>) | undefined
  /** Where to go after a success; without it the page shows its new state. */
  readonly redirectTo?: ((id: number) => Parameters<typeof redirect>[0]) | undefined
}

/**
 * The one way from an action to the bus: session, schema, dispatch, answer. The actor is always the session's;
 * permission is judged by the bus, with the account as it is in the database at that moment.
 */
export async function giveCommand<C extends Command>(intent: Intent<C>): Promise<FormState> {
  const answer = await traced('action', {}, () => answerIntent(intent))
  // Next leaves by an exception, which is no error of the span's.
  if (answer.estado === 'aceptado' && intent.redirectTo) redirect(intent.redirectTo(answer.id))
  return answer
}

async function answerIntent<C extends Command>(intent: Intent<C>): Promise<FormState> {
  const { valores } = intent
  const { newId } = await getRuntime()
  const comandoId = Ulid.catch(newId).parse(intent.comandoId)
  const user = await getSessionUser()
  if (!user) return await refusedState('SIN_SESION', comandoId, valores)
  const parsed = intent.schema.safeParse(intent.datos)
  if (!parsed.success) return await invalidState(parsed.error, comandoId, valores)
  const version = Id.optional().safeParse(intent.version)
  if (!version.success) return await refusedState('VERSION_DESCONOCIDA', comandoId, valores)

  const passwordHash = await intent.secret?.(parsed.data, comandoId)
  if (typeof passwordHash === 'object') return passwordHash
  const actor = { tipo: 'persona', id: user.id, rol: user.rol } as const
  const result = await send({
    comandoId,
    actor,
    comando: parsed.data,
    passwordHash,
    versionVista: version.data,
  })

  if (typeof result === 'string') return await refusedState(result, comandoId, valores)
  await keepPosition(await positionOf(result))
  // A refusal, too, may mean that the page is out of date: it shows how things stand around the kept draft.
  if (result.estado !== 'aceptado' || !intent.redirectTo) refresh()
  if (result.estado === 'rechazado') return await rejectedState(result.rechazo, comandoId, valores)
  if (result.estado === 'conflicto')
    return await conflictState(result, { viewer: user, comando: parsed.data }, comandoId, valores)
  const t = await getTranslations('comun.resultado')
  const { sujeto, version: now } = result
  return { estado: 'aceptado', comandoId: newId(), id: sujeto.id, version: now, mensaje: t('aceptado') }
}

/** What this person knows now: a refusal, too, tells of what others wrote. */
async function positionOf(result: CommandResult): Promise<number> {
  if (result.estado === 'aceptado') return result.posicion
  return await readHead((await getRuntime()).db.as('api_server'))
}

/** Whatever breaks on the way is an answer to the form: an error page would take the draft with it. */
async function send(envelope: CommandEnvelope): Promise<CommandResult | 'DESCONOCIDO' | 'ERROR'> {
  const { bus } = await getRuntime()
  try {
    return await bus.dispatch(envelope)
  } catch (error) {
    if (error instanceof OutcomeUnknown) return 'DESCONOCIDO'
    const { comandoId, correlacionId: correlacion = comandoId, comando } = envelope
    const peticion = (await headers()).get('x-request-id')
    log.error({ err: error, peticion, comandoId, correlacion, comando: comando.tipo }, 'comando')
    return 'ERROR'
  }
}
