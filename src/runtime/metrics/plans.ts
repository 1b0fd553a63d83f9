import type { Database } from '@/db/client'
import { count } from '@/metrics/counters'
import { observedOf } from '@/metrics/instruments'
import { type JudgedPlan, judgePlan, type PlanKind, worstOf } from '@/metrics/plans'

/** A statement that really ran, with its plan. */
export interface KnownPlan extends JudgedPlan {
  readonly sql: string
  readonly lineas: readonly string[]
}

// Asking for a plan parses the statement: a few at a time, so that nothing waits for it.
const MOST_AT_ONCE = 30
/** A plan may change with the statistics and the tables' growth. */
const GOOD_FOR_MS = 60 * 60_000

/** The names of a shape's statements: a batch is several. */
export function namesOf(shape: string): string[] {
  return shape.split(' + ')
}

/** The plans of the statements that this process ran, and how often each kind of plan was run. */
export class PlanBook {
  readonly #plans = new Map<string, KnownPlan & { readonly desde: number }>()
  readonly #counted = new Map<string, number>()

  constructor(private readonly database: Pick<Database, 'plan'>) {}

  get plans(): ReadonlyMap<string, KnownPlan> {
    return this.#plans
  }

  /** Forgets every plan: the statistics are new. */
  forget(): void {
    this.#plans.clear()
  }

  /**
   * Asks for the plans that are not known, and counts what ran since the last time as `sql.uso`.
   * @param tables every table with its rows
   * @throws what the database says
   */
  async follow(tables: ReadonlyMap<string, number | null>, now: number): Promise<void> {
    let asked = 0
    for (const [shape, { n }] of observedOf('sql')) {
      const fresh = n - (this.#counted.get(shape) ?? 0)
      if (fresh <= 0) continue
      for (const name of namesOf(shape)) {
        if (this.#isKnown(name, now) || asked >= MOST_AT_ONCE) continue
        asked += 1
        await this.#ask(name, tables, now)
        await new Promise((resolve) => setImmediate(resolve))
      }
      const kinds = namesOf(shape).map((name) => this.#plans.get(name)?.clase)
      if (kinds.includes(undefined)) continue
      this.#counted.set(shape, n)
      const kind = worstOf(kinds.filter((one): one is PlanKind => one !== undefined))
      if (kind !== 'ninguno') count('sql.uso', kind, fresh)
    }
  }

  #isKnown(name: string, now: number): boolean {
    const known = this.#plans.get(name)
    return known !== undefined && now - known.desde < GOOD_FOR_MS
  }

  async #ask(name: string, tables: ReadonlyMap<string, number | null>, now: number): Promise<void> {
    const plan = await this.database.plan(name)
    const { sql = '', lineas = [] } = plan ?? {}
    this.#plans.set(name, { sql, lineas, ...judgePlan(sql, lineas, tables), desde: now })
  }
}
