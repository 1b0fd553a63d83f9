import type { CommandKind } from '@/domain/commands'
import { count } from '@/metrics/counters'
import { observe } from '@/metrics/instruments'
import type { CommandResult } from './types'

/** Counts how a command ended, by its kind and, of a rejection, its code; its time is from the queue to the answer. */
export function noteResult(kind: CommandKind, result: CommandResult, since: number): void {
  observe('comando', kind, since)
  if (result.estado === 'aceptado') count(`comando.${kind}`, result.repetido ? 'repetido' : 'aceptado')
  else if (result.estado === 'conflicto') count(`comando.${kind}`, 'conflicto')
  else count(`comando.${kind}`, result.rechazo.codigo)
}

/** Counts a command whose outcome is not known. */
export function noteFailure(kind: CommandKind, since: number): void {
  observe('comando', kind, since, 0, true)
  count(`comando.${kind}`, 'sin_respuesta')
}
