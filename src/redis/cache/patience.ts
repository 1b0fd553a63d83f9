import { RedisUnavailable } from '../reply'

/**
 * Waits for Redis no longer than this; what it does after that, it does for nobody.
 * @param ms Infinity for as long as it takes
 * @throws RedisUnavailable after that time, or what `work` throws
 */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  if (ms === Number.POSITIVE_INFINITY) return await work
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new RedisUnavailable('no answer from the cache in time')), ms)
  })
  return await Promise.race([work, late]).finally(() => clearTimeout(timer))
}
