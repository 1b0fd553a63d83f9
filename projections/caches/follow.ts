import type { Cache, CacheState } from '@/redis/cache/types'
import type { NewChanges } from './changes'
import { floorsOf } from './floors'

/**
 * How long the caches' state outlives its last sight of the log's head: where nobody follows the log any more, nobody
 * reads a value that nobody would drop.
 */
export const STATE_LIFE_MS = 30_000
// A state that is lost again and again is somebody else's trouble: the next call goes on.
const MOST_EPOCHS = 3

/**
 * The catch-up projection of the read caches. Its checkpoint lives in the same Redis as the values: what wipes one
 * without the other begins a new epoch, and no value of an old one is read.
 */
export class CacheFollower {
  #known: CacheState | null = null

  /** @param changes what the log has after a position */
  constructor(
    private readonly changes: (desde: number) => Promise<NewChanges>,
    private readonly cache: Cache,
  ) {}

  /**
   * Raises the floors of what is new, up to the log's head.
   * @returns false where Redis has no room for the state, or loses it again and again: every read goes to the database
   * @throws what the database or Redis says: a later call goes on from the state
   */
  async follow(stopped: () => boolean = () => false): Promise<boolean> {
    for (let epochs = 0; epochs < MOST_EPOCHS && !stopped(); ) {
      const state = this.#known ?? (await this.#begin())
      if (state === null) return false
      const news = await this.changes(state.posicion)
      // A log that ends before what was followed is another log; mended rows are other rows.
      const same = news.cabeza >= state.posicion && news.generacion === state.generacion
      this.#known = same ? await this.#raise(state.posicion, news) : await this.#end(state)
      if (this.#known === null) epochs += 1
      else if (this.#known.posicion >= news.cabeza) return true
    }
    return stopped()
  }

  async #begin(): Promise<CacheState | null> {
    const { cabeza: posicion, generacion } = await this.changes(Number.MAX_SAFE_INTEGER)
    return await this.cache.open({ posicion, generacion }, STATE_LIFE_MS)
  }

  async #end({ epoca }: CacheState): Promise<null> {
    await this.cache.close(epoca)
    return null
  }

  async #raise(de: number, { hasta, cabeza, cambios }: NewChanges): Promise<CacheState | null> {
    const vida = hasta >= cabeza ? STATE_LIFE_MS : 0
    return await this.cache.raise({ ...floorsOf(cambios), de, a: hasta, vida })
  }
}
