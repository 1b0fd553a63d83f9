import type { Database } from '@/db/client'
import { count } from '@/metrics/counters'
import { observedOf } from '@/metrics/instruments'
import { type JudgedPlan, judgePlan, worstOf } from '@/metrics/plans'

/** A statement that really ran, with its plan. */
export interface KnownPlan extends JudgedPlan {
  readonly sql: string
  readonly lineas: readonly string[]
}

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

  constructor(private readonly database: Pick<Database, 'plans'>) {}

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
    const fresh = [...observedOf('sql')].flatMap(([shape, { n }]) => {
      const ran = n - (this.#counted.get(shape) ?? 0)
      return ran > 0 ? [{ shape, n, ran, names: namesOf(shape) }] : []
    })
    await this.#ask([...new Set(fresh.flatMap(({ names }) => names))], tables, now)
    for (const { shape, n, ran, names } of fresh) {
      this.#counted.set(shape, n)
      const kind = worstOf(names.map((name) => this.#plans.get(name)?.clase ?? 'ninguno'))
      if (kind !== 'ninguno') count('sql.uso', kind, ran)
    }
  }

  async #ask(
    names: readonly string[],
    tables: ReadonlyMap<string, number | null>,
    now: number,
  ): Promise<void> {
    const unknown = names.filter((name) => now - (this.#plans.get(name)?.desde ?? 0) >= GOOD_FOR_MS)
    if (unknown.length === 0) return
    const plans = await this.database.plans(unknown)
    for (const name of unknown) {
      const { sql, lineas } = plans.get(name) ?? { sql: '', lineas: [] }
      this.#plans.set(name, { sql, lineas, ...judgePlan(sql, lineas, tables), desde: now })
    }
  }
}
