import type { AuditFilter } from '@projections/auditoria/filter'
import type { CommandBus } from '@/commands/bus'
import { type CommandEnvelope, OutcomeUnknown } from '@/commands/types'
import type { Rejection } from '@/domain/rejections'
import { consultationOf } from './consultation'

/**
 * Notes a search or an export before anything of it is given; under the same command, once.
 * @returns what stands against it: a refusal, or an answer that got lost; null where nothing does
 */
export async function noteConsultation(
  bus: CommandBus,
  who: Pick<CommandEnvelope, 'comandoId' | 'actor' | 'causaId'>,
  filter: AuditFilter,
  exported?: Parameters<typeof consultationOf>[1],
): Promise<Rejection | 'DESCONOCIDO' | null> {
  try {
    const result = await bus.dispatch({ ...who, comando: consultationOf(filter, exported) })
    return result.estado === 'rechazado' ? result.rechazo : null
  } catch (error) {
    if (error instanceof OutcomeUnknown) return 'DESCONOCIDO'
    throw error
  }
}
