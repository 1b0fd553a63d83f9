import type { TaskQueue } from '../queue'
import type { Dispatch } from './dispatch'
import { PENDING_PAGE } from './statements'

const PAGE = 500

/**
 * Gives a Redis that was emptied, or is new, all that is pending: page by page, what is due and what is to wait. Done
 * twice at once it does no harm: Redis knows the ids that are in, and the table whose a task is.
 * @returns false where Redis did not take it all
 */
export async function refill(queue: TaskQueue, dispatch: Dispatch): Promise<boolean> {
  let last = { prioridad: -1, vence: '', id: '' }
  for (;;) {
    const page = await queue.db.all(PENDING_PAGE, { ...last, limite: PAGE })
    if (page.length > 0 && !(await dispatch.push(page))) return false
    const end = page.at(-1)
    if (end === undefined || page.length < PAGE) break
    last = { prioridad: end.prioridad, vence: end.vence, id: end.id }
  }
  return await dispatch.markFilled()
}
