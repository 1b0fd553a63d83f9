import { randomUUID } from 'node:crypto'
import superjson from 'superjson'
import { count } from '@/metrics/counters'
import type { RedisService } from '../client'
import { keys } from '../keys'
import type { Script } from '../script'
import { within } from './patience'
import { CLOSE, OPEN, RAISE } from './state'
import {
  type Cache,
  CachedUser,
  type CachedValue,
  type CacheOptions,
  type CacheState,
  type Turn,
} from './types'
import { BEGIN, PUT, PUT_READ, RELEASE } from './values'

const TURN_MS = 3000
const USER_TTL_MS = 300_000
// A value that is filled meanwhile is looked for as long as the database itself would take for a page.
const LOOKS = 8
const LOOK_EVERY_MS = 25
const PATIENCE_MS = 200

type Words = readonly string[]
type Reply = Script<string[]>

/** Reads through one Redis: a hit from there, a miss from the database under a turn, any trouble from the database. */
export class ReadThrough implements Cache {
  readonly activa = true

  constructor(
    private readonly redis: Pick<RedisService, 'run'>,
    private readonly options: CacheOptions,
  ) {}

  async cached<T>(value: CachedValue<T>): Promise<T | null> {
    let pasar = false
    for (let look = 0; look <= LOOKS; look++) {
      const token = (this.options.newToken ?? randomUUID)()
      const [said, first = '', second = '', old] = await this.#begin(value, token, pasar)
      if (said === 'llenar') {
        if (old === 'viejo') count(`cache.${value.nombre}`, 'viejo')
        const turn = { clave: value.clave, token, epoca: first, posicion: Number(second) }
        return await this.#fill(value, turn)
      }
      if (said === 'valor') {
        const found = parse(value, first)
        if (found !== null) return this.#counted(value, 'acierto', found.valor)
        pasar = true
      } else if (said === 'esperar') await this.#pause()
      else {
        if (said === 'directo') this.options.onStateless?.()
        return await this.#direct(value, said === 'degradado' ? 'degradado' : 'directo')
      }
    }
    return await this.#direct(value, 'directo')
  }

  async getCachedUser(id: number, minPos = 0): Promise<CachedUser | null> {
    const value = { nombre: 'user', clave: keys.user(id), schema: CachedUser, conPiso: true, minPos }
    const [said, text = ''] = await this.#begin(value, '', false, 0)
    const found = said === 'valor' ? parse(value, text) : null
    if (found) return this.#counted(value, 'acierto', found.valor)
    const user = await this.options.loadUser(id)
    if (user) await this.cacheUser(user)
    return this.#counted(value, said === 'degradado' || said === 'directo' ? said : 'fallo', user)
  }

  async cacheUser(user: CachedUser): Promise<void> {
    // Parsed on the way in, too: what is not of the schema, a secret for one, is left out.
    const text = superjson.stringify(CachedUser.parse(user))
    await this.#run(
      PUT_READ,
      [keys.cacheState, keys.user(user.id)],
      [user.version, user.posicion, text, USER_TTL_MS],
    ).catch(() => count('cache.user', 'degradado'))
  }

  async raise({ de, a, pisos, cuentas, vida }: Parameters<Cache['raise']>[0]): Promise<CacheState | null> {
    const said = await this.#run(
      RAISE,
      [keys.cacheState, ...pisos.keys()],
      [de, a, cuentas, vida, ...pisos.values()],
    )
    return stateOf(said)
  }

  async open(
    { posicion, generacion }: Parameters<Cache['open']>[0],
    vida: number,
  ): Promise<CacheState | null> {
    const epoca = (this.options.newToken ?? randomUUID)()
    return stateOf(await this.#run(OPEN, [keys.cacheState], [epoca, posicion, generacion, vida]))
  }

  async close(epoca: string): Promise<void> {
    await this.#run(CLOSE, [keys.cacheState], [epoca])
  }

  async #begin(
    { clave, minPos, conPiso }: Pick<CachedValue<unknown>, 'clave' | 'minPos' | 'conPiso'>,
    token: string,
    pasar: boolean,
    turn = TURN_MS,
  ): Promise<Words> {
    const args = [this.options.now(), turn, token, minPos, Number(conPiso), Number(pasar)]
    return await this.#run(BEGIN, [keys.cacheState, clave], args).catch(() => ['degradado'])
  }

  /** The value from the database; what is read under the turn is kept for the others. */
  async #fill<T>(value: CachedValue<T>, turn: Turn): Promise<T | null> {
    let kept = false
    try {
      const loaded = await value.load(turn.posicion)
      if (loaded === null) return null
      kept = true
      await this.#put(value, turn, loaded.valor, loaded.version)
      return this.#counted(value, 'fallo', loaded.valor)
    } finally {
      // Others wait for whoever holds the turn; where this fails, it ends by itself.
      if (!kept) await this.#run(RELEASE, [turn.clave], [turn.token]).catch(() => null)
    }
  }

  async #put<T>({ nombre, ttl }: CachedValue<T>, turn: Turn, valor: T, version: number): Promise<void> {
    const { clave, token, epoca, posicion } = turn
    const args = [token, epoca, version, posicion, superjson.stringify(valor), ttl]
    await this.#run(PUT, [keys.cacheState, clave], args).catch(() => count(`cache.${nombre}`, 'degradado'))
  }

  async #direct<T>(value: CachedValue<T>, label: 'directo' | 'degradado'): Promise<T | null> {
    return this.#counted(value, label, (await value.load(0))?.valor ?? null)
  }

  #counted<T>({ nombre }: { readonly nombre: string }, label: string, valor: T): T {
    count(`cache.${nombre}`, label)
    return valor
  }

  async #run(script: Reply, names: readonly string[], args: readonly (string | number)[]): Promise<Words> {
    return await within(this.options.patience ?? PATIENCE_MS, this.redis.run(script, names, args))
  }

  async #pause(): Promise<void> {
    const wait = () => new Promise<void>((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
    await (this.options.pause ?? wait)()
  }
}

/** A value as it was kept; null where it is not what this code would keep. */
function parse<T>({ schema }: Pick<CachedValue<T>, 'schema'>, text: string): { readonly valor: T } | null {
  try {
    const parsed = schema.safeParse(superjson.parse(text))
    return parsed.success ? { valor: parsed.data } : null
  } catch {
    return null
  }
}

function stateOf([said, epoca = '', posicion, generacion]: Words): CacheState | null {
  return said === 'estado' ? { epoca, posicion: Number(posicion), generacion: Number(generacion) } : null
}
