import type { RedisService } from './client'

/** Whether Redis answers; `en_proceso` is the store in this process, which always does. */
export type RedisHealth = 'responde' | 'no_responde' | 'en_proceso'

/**
 * Asks by a PING, which a circuit that has rested takes for its probe: where nobody else uses Redis, this finds out that
 * it is back.
 * @param patience how long to wait, in milliseconds; a PING that comes later still closes the circuit
 */
export async function redisHealth({ tipo, redis }: RedisService, patience: number): Promise<RedisHealth> {
  if (tipo === 'memoria') return 'en_proceso'
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<RedisHealth>((resolve) => {
    timer = setTimeout(resolve, patience, 'no_responde')
  })
  const answer = redis.ping().then(
    (): RedisHealth => 'responde',
    (): RedisHealth => 'no_responde',
  )
  return await Promise.race([answer, tooLate]).finally(() => clearTimeout(timer))
}
