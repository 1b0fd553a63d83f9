import type { Change } from '@projections/caches/floors'
import { CacheFollower } from '@projections/caches/follow'
import { raiseCommitted } from '@projections/caches/service'
import { z } from 'zod'
import { createCache } from '@/redis/cache'
import { keys } from '@/redis/keys'
import type { Deed } from './deeds'
import type { Luck, Mutant } from './toy-redis'
import { ToyRedis } from './toy-redis'

const TICKET = { id: 7, usuarioId: 3 }
const CUENTA = 3
const KEY = keys.ticket.interna(TICKET.id).detalle

/** What a page shows of the ticket, and of the name in it. */
const Shown = z.object({ version: z.number(), nombre: z.number() })
type Shown = z.infer<typeof Shown>
const NONE: Shown = { version: 0, nombre: 0 }

/**
 * A database of one ticket and one account beside the caches' own code over a store in this process. Each deed tells
 * what it should have seen and did not.
 */
export class ToyWorld {
  readonly #redis: ToyRedis
  readonly #cache: ReturnType<typeof createCache>
  readonly #log: Change[] = []
  #now: Shown = NONE
  #owed: Shown = NONE
  #tokens = 0
  readonly broken: string[] = []

  constructor(
    private readonly turn: (label: string) => Promise<unknown>,
    luck: () => Luck,
    mutant: Mutant | null,
  ) {
    this.#redis = new ToyRedis(turn, luck, mutant)
    this.#cache = createCache({
      redis: this.#redis,
      now: () => this.#redis.now,
      loadUser: async () => {
        const row = await this.#ask()
        const shown = { id: CUENTA, email: '', nombre: String(row.nombre), rol: '', activo: true }
        return { ...shown, version: row.nombre, posicion: positionOf(row) }
      },
      newToken: () => `t${++this.#tokens}`,
      patience: Number.POSITIVE_INFINITY,
      pause: async () => void (await this.turn('a reader waits')),
    })
  }

  /** One person's deeds, in order: what they wrote themselves they see at once, whatever Redis does. */
  async live(deeds: readonly Deed[]): Promise<void> {
    let [minPos, own] = [0, NONE]
    for (const deed of deeds) {
      await this.turn(deed)
      if (deed === 'leer') await this.#read(minPos, own)
      else if (deed === 'leer_cuenta') await this.#readAccount(minPos, own)
      else if (deed === 'escribir' || deed === 'renombrar') {
        own = await this.#write(deed)
        minPos = positionOf(own)
      } else if (deed === 'seguir') await this.follow()
      else this.#harm(deed)
    }
  }

  /** Follows the log to its end, where Redis lets it. */
  async follow(): Promise<boolean> {
    let head = NONE
    const follower = new CacheFollower(async (desde) => {
      head = await this.#ask()
      const cabeza = positionOf(head)
      return {
        cabeza,
        generacion: 0,
        hasta: Math.max(desde, cabeza),
        cambios: this.#log.slice(desde, cabeza),
      }
    }, this.#cache)
    const done = await follower.follow().catch(() => false)
    if (done) this.#owe(head)
    return done
  }

  calm(): void {
    this.#redis.full = false
  }

  async #read(minPos: number, own: Shown): Promise<void> {
    const owed = newest(own, this.#owed)
    const seen = await this.#cache.cached({
      nombre: 'juguete',
      clave: KEY,
      schema: Shown,
      ttl: 60_000,
      conPiso: true,
      minPos,
      load: async () => {
        const valor = await this.#ask()
        return { valor, version: valor.version }
      },
    })
    if (!seen || seen.version < owed.version || seen.nombre < owed.nombre)
      this.broken.push(`read ${JSON.stringify(seen)} where ${JSON.stringify(owed)} was owed`)
  }

  async #readAccount(minPos: number, own: Shown): Promise<void> {
    const owed = newest(own, this.#owed)
    const seen = await this.#cache.getCachedUser(CUENTA, minPos)
    if (Number(seen?.nombre) < owed.nombre)
      this.broken.push(`read the name ${seen?.nombre ?? 'of nobody'} where ${owed.nombre} was owed`)
  }

  /** @returns what the writer was told of: it is theirs to see from now on, and everybody's once a floor stands */
  async #write(deed: 'escribir' | 'renombrar'): Promise<Shown> {
    await this.turn('commits')
    const renamed = deed === 'renombrar'
    const { version, nombre } = this.#now
    this.#now = renamed ? { version, nombre: nombre + 1 } : { version: version + 1, nombre }
    const mine = this.#now
    const posicion = positionOf(mine)
    const change: Change = renamed
      ? { tipo: 'cuenta', id: CUENTA, version: mine.nombre, tipos: ['edicion_cuenta'], posicion }
      : { tipo: 'ticket', ...TICKET, version: mine.version }
    this.#log.push(change)
    const raised = await raiseCommitted(this.#cache, {
      primera: posicion,
      ultima: posicion,
      cambios: [change],
    })
    if (raised) this.#owe(renamed ? { ...NONE, nombre: mine.nombre } : { ...NONE, version: mine.version })
    return mine
  }

  #harm(deed: Deed): void {
    if (deed === 'desalojar') this.#redis.evict(KEY)
    else if (deed === 'desalojar_cuenta') this.#redis.evict(keys.user(CUENTA))
    else if (deed === 'perder_estado') this.#redis.evict(keys.cacheState)
    else if (deed === 'vaciar') this.#redis.flush()
    else if (deed === 'llenar') this.#redis.full = !this.#redis.full
    else this.#redis.now += 4000
  }

  /** What everybody must see from now on. */
  #owe(shown: Shown): void {
    this.#owed = newest(this.#owed, shown)
  }

  async #ask(): Promise<Shown> {
    await this.turn('the database is asked')
    const row = this.#now
    await this.turn('the database answers')
    return row
  }
}

/** Every event is one more of either: the log's position is their sum. */
function positionOf({ version, nombre }: Shown): number {
  return version + nombre
}

function newest(a: Shown, b: Shown): Shown {
  return { version: Math.max(a.version, b.version), nombre: Math.max(a.nombre, b.nombre) }
}
