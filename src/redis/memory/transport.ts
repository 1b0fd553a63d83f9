import { RedisReplyError } from '../reply'
import type { RedisCommand, Transport } from '../requester'
import { MemoryRedis } from './server'

function discardUnless(inOrder: () => void): void {
  try {
    inOrder()
  } catch {
    throw new RedisReplyError('EXECABORT Transaction discarded because of previous errors.')
  }
}

/** A store in this process, gone with it. @param now milliseconds of the Unix epoch */
export function memoryTransport(now: () => number): Transport {
  const server = new MemoryRedis(now)
  const attempt = (command: RedisCommand) => {
    try {
      return server.run(command)
    } catch (error) {
      if (error instanceof RedisReplyError) return error
      throw error
    }
  }
  // Nothing else of this process runs between two commands of one call.
  const pipeline = async (commands: readonly RedisCommand[]) => commands.map(attempt)
  return {
    run: async (command) => server.run(command),
    pipeline,
    async multi(commands) {
      for (const command of commands) discardUnless(() => server.check(command))
      return await pipeline(commands)
    },
  }
}
