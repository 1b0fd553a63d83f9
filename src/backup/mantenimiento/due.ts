import type { AccionMantenimiento } from '@/domain/cuenta/mantenimiento'

/** How often each is done. */
export type Plan = Readonly<
  Record<
    'full' | 'incremental' | 'drill' | 'analyze' | 'integrity' | 'vacuum' | 'reindex',
    'hora' | 'dia' | 'semana' | 'mes' | 'nunca'
  >
>

const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS
/** The backup comes first: what the rest might break is in it then. */
const ORDER = ['full', 'incremental', 'integrity', 'reindex', 'vacuum', 'analyze', 'drill'] as const

/** The first moment after another one at which something of that period falls due; `hora` is an hour of the day, UTC. */
export function nextSlot(after: number, period: Exclude<Plan['full'], 'nunca'>, hora: number): number {
  const hour = Math.floor(after / HOUR_MS) * HOUR_MS + HOUR_MS
  if (period === 'hora') return hour
  for (let at = hour; ; at += HOUR_MS) {
    const date = new Date(at)
    if (date.getUTCHours() !== hora) continue
    // Sundays, and the first of the month.
    if (period === 'semana' && date.getUTCDay() !== 0) continue
    if (period === 'mes' && date.getUTCDate() !== 1) continue
    return at
  }
}

/**
 * What is due, in the order in which it is to be done. What was never done is due by when the database was made, so that a
 * new one is left alone until its first night, and a machine that sleeps at night makes it up in the morning.
 * @param done when each was last done
 */
export function dueMaintenance(
  plan: Plan,
  hora: number,
  done: ReadonlyMap<string, string | null>,
  born: string,
  now: number,
): AccionMantenimiento[] {
  const since = (accion: keyof Plan): number => {
    const period = plan[accion]
    return period === 'nunca'
      ? Number.POSITIVE_INFINITY
      : nextSlot(Date.parse(done.get(accion) ?? born), period, hora)
  }
  const due = ORDER.filter((accion) => since(accion) <= now)
  const full = due.includes('full')
  // One that has been due for so long failed, or something keeps it: what came meanwhile must not wait for it.
  const overdue = since('full') <= now - HOUR_MS
  const hasFull = (done.get('full') ?? null) !== null
  // A full backup is as good as the incremental one; without any there is nothing to go on from, nor to try out.
  return due.filter((accion) => {
    if (accion === 'incremental') return (!full || overdue) && hasFull && !isRecent(done.get('full'), now)
    return accion !== 'drill' || full || hasFull
  })
}

function isRecent(fin: string | null | undefined, now: number): boolean {
  return now - Date.parse(fin ?? '') < 50 * 60_000
}

/** From how long before they began runs are kept. */
export const RUNS_KEPT_MS = 180 * DAY_MS
