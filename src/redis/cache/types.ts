import { z } from 'zod'
import type { RedisService } from '../client'

/** A value that may be read from Redis instead of the database. */
export interface CachedValue<T> {
  /** What its hits and misses are counted under. */
  readonly nombre: string
  readonly clave: string
  /** What comes out is parsed with; what doesn't parse is a miss. */
  readonly schema: z.ZodType<T>
  /** How long it is kept, in milliseconds. */
  readonly ttl: number
  /** True where a floor is raised under it whenever it changes; false where only its age bounds it. */
  readonly conPiso: boolean
  /** The log's position that the reader has seen: an older value is passed over. */
  readonly minPos: number
  /**
   * Reads it from the database; null where there is nothing to keep.
   * @param posicion a position of the log that whatever is read now includes; 0 where nothing will be kept
   */
  readonly load: (posicion: number) => Promise<Loaded<T> | null>
}

export interface Loaded<T> {
  readonly valor: T
  /** Of what its floors are raised by: a stream's version, or a position. At most what the value shows. */
  readonly version: number
}

/** An account for display. It holds no secret, and no right is ever judged by it: a session asks the database. */
export const CachedUser = z.object({
  id: z.number(),
  email: z.string(),
  nombre: z.string(),
  rol: z.string(),
  activo: z.boolean(),
  version: z.number(),
  /** The log's last position when it was read, in the same statement. */
  posicion: z.number(),
})
export type CachedUser = z.infer<typeof CachedUser>

/** The right to fill one value, and what it was read under. */
export interface Turn {
  readonly clave: string
  readonly token: string
  readonly epoca: string
  readonly posicion: number
}

/** How far the caches have come. */
export interface CacheState {
  readonly epoca: string
  /** Floors stand for every event up to here. */
  readonly posicion: number
  /** Of the rows that values were read from; a rebuild that mends rows makes another. */
  readonly generacion: number
}

/** Events whose floors are to be raised. */
export interface Raise {
  /** The position before them, and that of the last. */
  readonly de: number
  readonly a: number
  readonly pisos: ReadonlyMap<string, number>
  /** Position of the last that changed an account's shown name or role; 0 for none. */
  readonly cuentas: number
  /** How long a state that has come so far lives on, in milliseconds; 0 leaves it as it is. */
  readonly vida: number
}

export interface CacheOptions {
  /** Null: every read goes to the database. */
  readonly redis: Pick<RedisService, 'run'> | null
  /** Milliseconds of the Unix epoch. */
  readonly now: () => number
  /** An account as the database has it. */
  readonly loadUser: (id: number) => Promise<CachedUser | null>
  /** Told when a read finds no state: whoever keeps it may begin an epoch. */
  readonly onStateless?: () => void
  readonly newToken?: () => string
  /** How long Redis may keep a read, in milliseconds. */
  readonly patience?: number
  /** Waits between two looks for a value that somebody else fills. */
  readonly pause?: () => Promise<void>
}

export interface Cache {
  /** True where values are kept at all. */
  readonly activa: boolean
  /** The value from Redis, or from the database: whatever Redis does, the answer is right. */
  cached<T>(value: CachedValue<T>): Promise<T | null>
  /** An account by id, for display; null where there is none. */
  getCachedUser(id: number, minPos?: number): Promise<CachedUser | null>
  /** Keeps an account for 300 seconds, unless it is out of date already. */
  cacheUser(user: CachedUser): Promise<void>
  /** @throws RedisUnavailable, or what Redis answers; null where there is no state (any more) */
  raise(raise: Raise): Promise<CacheState | null>
  /** Finds the state, or begins an epoch there; null where Redis has no room. @throws as `raise` */
  open(at: Omit<CacheState, 'epoca'>, vida: number): Promise<CacheState | null>
  /** Ends an epoch. @throws as `raise` */
  close(epoca: string): Promise<void>
}
