import { RULES, type RuleId } from '@/metrics/advice/rules'
import type { AlertTargets } from '@/runtime/metrics/alerts'
import { Monitor, type MonitorOptions } from '@/runtime/metrics/monitor'
import type { TestSystem } from './system'

export const NO_TARGETS: AlertTargets = { correo: false, webhook: false }

/** A monitor of a test's own over a system, with a clock that the test moves. */
export function watch({ runtime, url }: TestSystem, options: Partial<MonitorOptions> = {}) {
  const clock = { now: Date.now() }
  const monitor = new Monitor({
    db: runtime.db,
    redis: runtime.redis,
    queue: runtime.queue,
    now: () => clock.now,
    proceso: runtime.newId(),
    url,
    targets: NO_TARGETS,
    every: 15_000,
    ...options,
  })
  return {
    monitor,
    clock,
    /** Ticks until every rule has had its time: what is bad now, stays bad. */
    settle: async () => {
      for (let step = 0; step < 6; step++) {
        await monitor.tick()
        clock.now += 15_000
      }
    },
    standing: (id: string) => monitor.known?.umbrales.find(({ rule }) => rule.id === id),
  }
}

/** The rule that a test is about, at once: its bounds are the real ones. */
export const only = (id: RuleId) => ({
  rules: RULES.filter((rule) => rule.id === id).map((rule) => ({ ...rule, durante: 30_000 })),
})
