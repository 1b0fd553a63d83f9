import { timelineQuery } from '@projections/linea_tiempo/timeline'
import { peopleQuery } from '@projections/usuarios/people'
import { getTranslations } from 'next-intl/server'
import type { z } from 'zod'
import type { Conflict } from '@/commands/types'
import type { Draft, FormState } from '@/components/form-state'
import { describeCommand } from '@/components/tickets/command-text'
import { describeChange } from '@/components/tickets/linea/event-text'
import type { Command } from '@/domain/commands'
import type { Rejection } from '@/domain/rejections'
import type { Viewer } from '@/domain/viewer'
import { issueText } from '@/i18n/issue-text'
import { rejectionText } from '@/i18n/rejection-text'
import { getRuntime } from '@/runtime'
import type { FieldProblem } from './form-reader'

/** Input that a schema refused: a message per field, and the draft. */
export async function invalidState(error: z.ZodError, comandoId: string, valores: Draft): Promise<FormState> {
  const t = await getTranslations()
  const campos: Record<string, string> = {}
  for (const issue of error.issues) {
    const campo = String(issue.path[0] ?? '')
    campos[campo] ??= issueText(issue, t)
  }
  return { estado: 'invalido', comandoId, mensaje: t('comun.validacion.resumen'), campos, valores }
}

/** Input that the schema would take, but that names something that does not exist. */
export async function fieldState(
  { campo, mensaje }: FieldProblem,
  comandoId: string,
  valores: Draft,
): Promise<FormState> {
  const t = await getTranslations('comun.validacion')
  return { estado: 'invalido', comandoId, mensaje: t('resumen'), campos: { [campo]: mensaje }, valores }
}

const REFUSALS = {
  SIN_SESION: 'comun.resultado.sesion',
  DESCONOCIDO: 'comun.resultado.desconocido',
  ERROR: 'comun.resultado.error',
} as const

/** What kept a command from being judged at all. */
export async function refusedState(
  codigo: keyof typeof REFUSALS | 'VERSION_DESCONOCIDA',
  comandoId: string,
  valores: Draft,
): Promise<FormState> {
  const t = await getTranslations()
  const mensaje = codigo === 'VERSION_DESCONOCIDA' ? t(`rechazos.${codigo}`) : t(REFUSALS[codigo])
  return { estado: 'rechazado', comandoId, codigo, mensaje, valores }
}

/** The ticket is open again, and the note that was being written still waits in its box. */
export async function pendingNoteState(comandoId: string, valores: Draft): Promise<FormState> {
  const t = await getTranslations('tickets.responder')
  return { estado: 'rechazado', comandoId, codigo: 'NOTA_PENDIENTE', mensaje: t('notaPendiente'), valores }
}

/** A business rejection in the reader's language. */
export async function rejectedState(
  rechazo: Rejection,
  comandoId: string,
  valores: Draft,
): Promise<FormState> {
  return {
    estado: 'rechazado',
    comandoId,
    codigo: rechazo.codigo,
    mensaje: await explainRejection(rechazo),
    valores,
  }
}

/** Why a command was rejected, in the reader's language. */
export async function explainRejection(rechazo: Rejection): Promise<string> {
  return rejectionText(rechazo, await getTranslations())
}

/** A conflict with what was recorded since the person looked, as far as they may see it. */
export async function conflictState(
  conflict: Conflict,
  { viewer, comando }: { readonly viewer: Viewer; readonly comando: Command },
  comandoId: string,
  valores: Draft,
): Promise<FormState> {
  const db = (await getRuntime()).db.as('api_server')
  const t = await getTranslations('comun.resultado')
  const translate = await getTranslations()
  const { sujeto, vista, actual } = conflict
  const [between, people] = await Promise.all([
    sujeto.tipo === 'ticket' ? timelineQuery(db, viewer, sujeto.id, { desde: vista }) : null,
    comando.tipo === 'asignar' && comando.a !== null ? peopleQuery(db, [comando.a]) : null,
  ])
  const nombre = (id: number) => people?.get(id)?.nombre ?? translate('tickets.linea.alguien')
  return {
    estado: 'conflicto',
    comandoId,
    mensaje: t('conflicto'),
    actual,
    eventos: (between?.eventos ?? []).map((item) => describeChange(item, translate)),
    propio: describeCommand(comando, translate, nombre),
    valores,
  }
}
