import { readHead } from '@projections/engine/head'
import { type Change, changesQuery, mayKnow } from '@projections/linea_tiempo/changes'
import type { Connection } from '@/db/client'
import type { Viewer } from '@/domain/viewer'

/** What a listener is told: what it may know of, and the position that it has heard of everything up to. */
export interface News {
  readonly posicion: number
  readonly cambios: readonly Change[]
  /** True where more happened than is told one by one: whoever hears it looks anew. */
  readonly todo: boolean
}

export interface Listener {
  readonly viewer: Viewer
  /** The position that it has heard of everything up to. */
  readonly desde: number
  readonly hear: (news: News) => void
  /** Told when the feed ends before the listener does. */
  readonly ended?: () => void
}

/** What happens to tickets, told as it happens, to each listener as far as they may know. */
export interface LiveFeed {
  /** Something was appended by this process. */
  wake(): void
  /**
   * Tells a listener first what they missed, then what happens.
   * @returns the end of it; null where the feed has ended
   */
  listen(listener: Listener): Promise<(() => void) | null>
  /** Ends all listening, for good. */
  stop(): void
}

export interface FeedOptions {
  /** A connection under `api_server`. */
  readonly db: Connection
  /** How often others' appends are looked for, in milliseconds, while anybody listens. */
  readonly pollEvery: number
  readonly onError: (what: string, error: unknown) => void
}

/** Follows the log for as long as anybody listens: one read for all of them. */
export function createLiveFeed({ db, pollEvery, onError }: FeedOptions): LiveFeed {
  const listeners = new Set<Listener>()
  let timer: NodeJS.Timeout | null = null
  let [posicion, busy, again, stopped] = [0, false, false, false]

  async function advance(): Promise<void> {
    const hasta = await readHead(db)
    for (let desde = posicion; posicion < hasta && listeners.size > 0; desde = posicion) {
      const read = await changesQuery(db, EVERYTHING, desde, hasta)
      // Whoever came while nobody was left began at a later head, and has heard of all this.
      if (listeners.size === 0 || posicion !== desde) return
      posicion = read.posicion
      for (const listener of listeners) tell(listener, read.cambios, posicion)
    }
  }

  async function read(): Promise<void> {
    again = true
    if (busy) return
    busy = true
    while (again && listeners.size > 0) {
      again = false
      await advance().catch((error: unknown) => onError('en vivo', error))
    }
    busy = false
  }

  function rest(): void {
    if (timer) clearInterval(timer)
    timer = null
  }

  return {
    wake: () => void read(),
    async listen(listener) {
      if (stopped) return null
      const head = await readHead(db)
      // Another one may have begun meanwhile: it must not skip what that one has not heard yet.
      if (listeners.size === 0) posicion = head
      timer ??= setInterval(() => void read(), pollEvery).unref()
      // From here on it hears what is new; what came before is read for it alone, and told before anything else.
      const held: News[] = []
      const waiting = { ...listener, hear: (news: News) => void held.push(news) }
      listeners.add(waiting)
      let current: Listener = waiting
      const end = () => {
        listeners.delete(current)
        if (listeners.size === 0) rest()
      }
      try {
        listener.hear(await missed(db, listener, posicion))
      } catch (error) {
        end()
        throw error
      }
      for (const news of held) listener.hear(news)
      if (!listeners.delete(waiting)) return end
      current = { ...listener }
      listeners.add(current)
      return end
    },
    stop() {
      stopped = true
      const left = [...listeners]
      listeners.clear()
      rest()
      for (const { ended } of left) ended?.()
    },
  }
}

// The feed itself reads with staff's eyes; what each listener hears is chosen by `mayKnow`.
const EVERYTHING: Viewer = { id: 0, rol: 'admin' }

function tell(listener: Listener, changes: readonly Change[], posicion: number): void {
  const cambios = changes.filter((change) => mayKnow(listener.viewer, change))
  if (cambios.length > 0) listener.hear({ posicion, cambios, todo: false })
}

async function missed(db: Connection, { viewer, desde }: Listener, hasta: number): Promise<News> {
  const anew = { posicion: hasta, cambios: [], todo: true }
  // Ahead of the log: the database was restored to an earlier moment.
  if (desde > hasta) return anew
  const { cambios, posicion } = await changesQuery(db, viewer, desde, hasta)
  return posicion < hasta ? anew : { posicion, cambios, todo: false }
}
