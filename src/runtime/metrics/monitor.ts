import { type Database, retryBusy } from '@/db/client'
import { RULES, type Rule } from '@/metrics/advice/rules'
import { type ProcessGauges, watchProcess } from '@/metrics/process'
import {
  addFigures,
  condensed,
  EMPTY,
  type Figures,
  type Gauges,
  sinceFigures,
  takeFigures,
} from '@/metrics/snapshot'
import type { RedisService } from '@/redis/client'
import type { TaskQueue } from '@/redis/queue'
import { type AlertTargets, judgeAlerts, type RuleStanding } from './alerts'
import { type FactSources, type Gathered, gatherFacts } from './facts'
import { PlanBook } from './plans'
import { rollUp } from './rollup'
import { measureSizes } from './sizes'
import { buryItem, keepItem, leave, publishItem } from './store'

export interface MonitorOptions {
  readonly db: Database
  readonly redis: RedisService
  readonly queue: TaskQueue
  /** Milliseconds of the Unix epoch. */
  readonly now: () => number
  /** This process's ULID. */
  readonly proceso: string
  /** TURSO_DATABASE_URL. */
  readonly url: string
  readonly targets: AlertTargets
  /** How often figures are published and judged, in milliseconds. */
  readonly every: number
  readonly rules?: readonly Rule[]
  readonly otras?: FactSources['otras']
  readonly onError?: (what: string, error: unknown) => void
}

/** What is known at a moment, and how old it is. */
export interface Known extends Gathered {
  readonly fecha: number
  /** How each threshold stands. */
  readonly umbrales: readonly RuleStanding[]
}

const MINUTE_MS = 60_000
const SIZES_EVERY_MS = 60 * MINUTE_MS
const DEAD_AFTER_TICKS = 3
const FIRST_TICK_MS = 1000

const iso = (ms: number) => new Date(ms).toISOString()

/** Publishes this process's figures, keeps their history, and judges them. */
export class Monitor {
  readonly plans: PlanBook
  #process: ProcessGauges | null = null
  readonly #desde: string
  #known: Known | null = null
  #failedSince: number | null = null
  #minute = 0
  /** The figures at the end of the last minute, and those of the last tick. */
  #base: Figures = EMPTY
  #last: Figures
  #rolled = 0
  #ticks = 0
  #measuring: Promise<void> | null = null
  readonly #abort = new AbortController()
  #timer: NodeJS.Timeout | null = null
  #first: NodeJS.Timeout | null = null
  #ticking: Promise<void> | null = null

  constructor(private readonly options: MonitorOptions) {
    this.plans = new PlanBook(options.db)
    this.#desde = iso(options.now())
    // What ran before anybody watched belongs to no minute.
    this.#last = takeFigures()
  }

  /** What was known last; null before the first tick. */
  get known(): Known | null {
    return this.#known
  }

  /** Since when the database has not answered it; null while it does. */
  get failedSince(): number | null {
    return this.#failedSince
  }

  /** The figures of all processes that live: this one's as they are now, the others' as they last published them. */
  figures(): Figures {
    const others = this.#known?.procesos.filter(({ proceso }) => proceso !== this.options.proceso) ?? []
    return others.reduce((sum, { cifras }) => addFigures(sum, cifras), takeFigures())
  }

  /** Begins to tick. */
  start(): void {
    if (this.#timer !== null) return
    const { every, onError } = this.options
    const tick = () => void this.tick().catch((error: unknown) => onError?.('métricas', error))
    this.#timer = setInterval(tick, every)
    this.#timer.unref()
    // A start has enough to do.
    this.#first = setTimeout(tick, FIRST_TICK_MS)
    this.#first.unref()
  }

  /** Publishes, gathers and judges once. One that is at it already is waited for. @throws what the database says */
  async tick(): Promise<void> {
    this.#ticking ??= this.#tickOnce().finally(() => {
      this.#ticking = null
    })
    await this.#ticking
  }

  /** Ticks where nobody did for long enough: for processes that live by rounds. @throws as `tick` */
  async tickIfDue(): Promise<void> {
    const { now, every } = this.options
    if (now() - (this.#known?.fecha ?? 0) >= every) await this.tick()
  }

  /** Measures the tables, unless somebody is at it. @throws what the measuring or the database says */
  async measure(): Promise<void> {
    const { db, url, now } = this.options
    const signal = this.#abort.signal
    this.#measuring ??= measureSizes(db.as('monitor'), { url, now: now(), signal }).finally(() => {
      this.#measuring = null
    })
    await this.#measuring
  }

  /** Ends, and takes this process's figures away from those of the living. */
  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer)
    if (this.#first !== null) clearTimeout(this.#first)
    this.#abort.abort()
    this.#process?.stop()
    await this.#ticking?.catch(() => undefined)
    await this.#measuring?.catch(() => undefined)
    // Whoever never published has nothing to take away.
    if (this.#minute === 0) return
    await retryBusy(() => leave(this.options.db.as('monitor'), this.options.proceso)).catch(() => undefined)
  }

  async #tickOnce(): Promise<void> {
    const now = this.options.now()
    try {
      await this.#publish(now)
      const gathered = await gatherFacts({ otras: {}, ...this.options }, now, this.#deadAfter())
      const umbrales = await this.#judge(now, gathered)
      this.#known = { ...gathered, fecha: now, umbrales }
      this.#failedSince = null
      await this.#keepUp(now, gathered)
    } catch (error) {
      this.#failedSince ??= now
      throw error
    }
  }

  #deadAfter(): number {
    return this.options.every * DEAD_AFTER_TICKS
  }

  async #publish(now: number): Promise<void> {
    const { db, proceso } = this.options
    const tables = new Map(
      [...(this.#known?.tamanos.tablas ?? [])].map(([tabla, { filas }]) => [tabla, filas]),
    )
    await this.plans.follow(tables, now)
    const cifras = takeFigures()
    const minute = Math.floor(now / MINUTE_MS) * MINUTE_MS
    if (minute !== this.#minute) this.#base = this.#last
    this.#minute = minute
    this.#last = cifras
    this.#process ??= watchProcess()
    const medidas = { ...this.#process.read(), ...this.#serviceGauges() }
    const added = condensed(sinceFigures(cifras, this.#base))
    const published = { proceso, desde: this.#desde, fecha: iso(now), cifras, medidas }
    const items = [
      publishItem(published),
      buryItem(iso(now - this.#deadAfter())),
      keepItem('minuto', proceso, { instante: iso(minute), cifras: added, medidas }),
    ]
    await retryBusy(() => db.as('monitor').batch(items))
  }

  /** What is not this process's alone: in the history of each, and once where they are joined. */
  #serviceGauges(): Gauges {
    const { facts, redis } = this.#known ?? {}
    const gauges: Gauges = {}
    if (facts?.cola) {
      gauges.cola_vencidas = facts.cola.vencidas
      gauges.cola_aplazadas = facts.cola.aplazadas
      gauges.cola_aparcadas = facts.cola.aparcadas
    }
    if (facts?.proyecciones)
      gauges.retraso_s = Math.max(0, ...facts.proyecciones.map(({ segundosDetras }) => segundosDetras))
    if (typeof redis?.used_memory === 'number') gauges.redis_mb = redis.used_memory / (1024 * 1024)
    return gauges
  }

  async #judge(now: number, { facts }: Gathered): Promise<readonly RuleStanding[]> {
    const { db, queue, targets, rules = RULES } = this.options
    const parts = { db: db.as('monitor'), accounts: db.as('api_server'), rules, targets, now }
    const { umbrales, tasks } = await judgeAlerts(parts, facts)
    await queue.announce(tasks)
    return umbrales
  }

  async #keepUp(now: number, { tamanos }: Gathered): Promise<void> {
    const { db, url, onError } = this.options
    const minute = Math.floor(now / MINUTE_MS)
    if (minute !== this.#rolled) await rollUp(db.as('monitor'), now)
    this.#rolled = minute
    const measured = tamanos.fecha === null ? Number.NEGATIVE_INFINITY : Date.parse(tamanos.fecha)
    if (now - measured < SIZES_EVERY_MS || this.#measuring !== null) return
    // A process that lives by rounds ends before a file's pages are read; nor need anybody do it at a start.
    if (url.startsWith('file:') && (this.#timer === null || ++this.#ticks < 2)) return
    this.measure().catch((error: unknown) => onError?.('tamaños', error))
  }
}
