import { RequestRefused } from './errors'
import type { BatchResult, Condition } from './protocol'

/**
 * Whether a step of a batch is to be run, given what came of the ones before it.
 * @param step the step's own index: a condition may look back only
 */
export function holds(
  condition: Condition,
  step: number,
  soFar: BatchResult,
  isAutocommit: () => boolean,
): boolean {
  switch (condition.type) {
    case 'ok':
      return before(condition.step, step) && soFar.step_results[condition.step] !== null
    case 'error':
      return before(condition.step, step) && soFar.step_errors[condition.step] !== null
    case 'not':
      return !holds(condition.cond, step, soFar, isAutocommit)
    case 'and':
      return condition.conds.every((cond) => holds(cond, step, soFar, isAutocommit))
    case 'or':
      return condition.conds.some((cond) => holds(cond, step, soFar, isAutocommit))
    case 'is_autocommit':
      return isAutocommit()
  }
}

function before(named: number, step: number): true {
  if (named < step) return true
  throw new RequestRefused(400, 'HRANA_PROTO_ERROR', `step ${step} rests on step ${named}`)
}
