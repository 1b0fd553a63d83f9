import { RedisReplyError } from '../reply'
import type { RedisCommand, Transport } from '../requester'
import { MemoryRedis } from './server'

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
  // Nothing else of this process runs between two commands of one call: a pipeline is a transaction here.
  const all = async (commands: readonly RedisCommand[]) => commands.map(attempt)
  return { run: async (command) => server.run(command), pipeline: all, transaction: all }
}
