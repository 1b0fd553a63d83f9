import { openRedis, type RedisOptions, type RedisService } from '@/redis/client'
import { tcpTransport } from '@/redis/tcp'
import { startRestFront } from '../redis-rest'
import { startRedisServer } from '../redis-server'

/** A Redis that a suite runs on: empty for each test. */
export interface Place {
  readonly open: (options?: Partial<RedisOptions>) => RedisService
  readonly flush: () => Promise<void>
  readonly stop: () => Promise<void>
}

// A busy machine is no failure: nothing here depends on how long an answer takes.
const PATIENT = { now: Date.now, answerWithin: 20_000 }

/** The three transports that the service knows, each with what is behind it. */
export const places: Readonly<Record<'memoria' | 'tcp' | 'rest', () => Promise<Place>>> = {
  async memoria() {
    return {
      open: (options) => openRedis({ tipo: 'memoria' }, { ...PATIENT, ...options }),
      flush: async () => undefined,
      stop: async () => undefined,
    }
  },
  async tcp() {
    const { url, flush, stop } = await startRedisServer()
    return { open: (options) => openRedis({ tipo: 'tcp', url }, { ...PATIENT, ...options }), flush, stop }
  },
  async rest() {
    const server = await startRedisServer()
    const transport = tcpTransport(server.url, PATIENT.answerWithin)
    const { url, token, close } = await startRestFront(transport)
    return {
      open: (options) => openRedis({ tipo: 'rest', url, token }, { ...PATIENT, ...options }),
      flush: server.flush,
      async stop() {
        await close()
        transport.close()
        await server.stop()
      },
    }
  },
}
