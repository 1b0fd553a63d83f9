import type { CommandKind } from '@/domain/commands'
import { count } from '@/metrics/counters'
import { observe } from '@/metrics/instruments'
import type { CommandResult } from './types'

/**
 * Counts how a command ends, by its kind and, of a rejection, its code; its time is from the queue to the answer.
 * @param since of `clock`
 */
export async function noteAnswer(
  kind: CommandKind,
  since: number,
  answer: Promise<CommandResult>,
): Promise<CommandResult> {
  try {
    const result = await answer
    observe('comando', kind, since)
    count(`comando.${kind}`, outcomeOf(result))
    return result
  } catch (error) {
    observe('comando', kind, since, 0, true)
    count(`comando.${kind}`, 'sin_respuesta')
    throw error
  }
}

function outcomeOf(result: CommandResult): string {
  switch (result.estado) {
    case 'aceptado':
      return result.repetido ? 'repetido' : 'aceptado'
    case 'conflicto':
      return 'conflicto'
    case 'rechazado':
      return result.rechazo.codigo
  }
}
