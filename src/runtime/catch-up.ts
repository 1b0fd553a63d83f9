import type { CommandBus } from '@/commands/bus'
import type { BatchOptions } from '@/worker/batch'

/** Has work done once the answer that is being made is sent, and the process kept awake for it: `after` of Next. */
export type Later = (work: () => Promise<void>) => void

/** What one answer may be followed by: projections, and the tasks of what was just done. Seals are the cron's. */
const PASS = { ms: 5000, max: 100, sellar: false } as const
/** While others go on writing; what is left then is theirs, and the cron's. */
const PASSES = 3

/**
 * Makes what catches up after a command. However many ask at once, one pass is at work, and another follows it for those
 * who asked meanwhile: each is done when what they wrote has been seen to.
 */
export function createCatchUp(
  pass: (options: BatchOptions) => Promise<void>,
  onError: (what: string, error: unknown) => void,
): () => Promise<void> {
  let wanted = false
  let running: Promise<void> | null = null
  async function work(): Promise<void> {
    try {
      for (let n = 0; wanted && n < PASSES; n++) {
        wanted = false
        await pass(PASS)
      }
    } catch (error) {
      onError('puesta al día', error)
    }
    // In the same turn as the last look at `wanted`: who asks from here on starts anew.
    running = null
  }
  return async () => {
    wanted = true
    running ??= work()
    await running
  }
}

/**
 * The bus for who is answered: `answered` is called within their request, whenever something of theirs went in. A command
 * that is sent again counts, too: the process that took it the first time may have ended before its pass.
 */
export function catchingUp(bus: CommandBus, answered: () => void): CommandBus {
  return {
    ...bus,
    async dispatch(envelope) {
      const result = await bus.dispatch(envelope)
      if (result.estado === 'aceptado') answered()
      return result
    },
  }
}
