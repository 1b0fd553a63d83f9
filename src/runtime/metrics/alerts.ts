import { z } from 'zod'
import { type BatchItem, type Connection, retryBusy } from '@/db/client'
import { defineQuery, defineWrite } from '@/db/queries'
import type { Facts } from '@/metrics/advice/facts'
import { type AlertState, stepAlert } from '@/metrics/advice/judge'
import type { Rule } from '@/metrics/advice/rules'
import { insertTasks, type NewTask, newTask } from '@/redis/queue'
import { alertaCorreo, alertaWebhook } from '@/worker/alert/kinds'

const roles = ['monitor', 'admin'] as const

const StoredAlert = z.object({
  regla: z.string(),
  activa: z.union([z.literal(0), z.literal(1)]).transform((flag) => flag === 1),
  desde: z.string(),
  candidataDesde: z.string().nullable(),
  valor: z.number().nullable(),
  fecha: z.string(),
})
/** How a threshold's alert stands. */
export type StoredAlert = z.infer<typeof StoredAlert>

const ALL = defineQuery({
  name: 'alertas.todas',
  roles: [...roles, 'api_server'],
  sql: 'SELECT regla, activa, desde, candidata_desde AS candidataDesde, valor, fecha FROM alertas ORDER BY regla',
  row: StoredAlert,
})

// Whoever judged on an older state than the stored one changes nothing.
const PUT = defineWrite({
  name: 'alertas.guardar',
  roles,
  sql: `INSERT INTO alertas (regla, activa, desde, candidata_desde, valor, fecha)
    SELECT e.value ->> 0, e.value ->> 1, e.value ->> 2, e.value ->> 3, e.value ->> 4, :fecha FROM json_each(:alertas) e WHERE true
    ON CONFLICT (regla) DO UPDATE SET activa = excluded.activa, desde = excluded.desde,
      candidata_desde = excluded.candidata_desde, valor = excluded.valor, fecha = excluded.fecha
      WHERE alertas.fecha = (SELECT a.value ->> 5 FROM json_each(:alertas) a WHERE a.value ->> 0 = alertas.regla)`,
})

const ADMINS = defineQuery({
  name: 'alertas.administradores',
  roles: ['api_server', 'admin'],
  sql: "SELECT id FROM usuarios WHERE rol = 'admin' AND activo = 1 ORDER BY id LIMIT 50",
  row: z.object({ id: z.number() }),
})

/** How every alert stands that was ever judged. */
export async function readAlerts(db: Connection): Promise<StoredAlert[]> {
  return await db.all(ALL)
}

/** How a threshold stands: its last value, and its alert. Times in milliseconds of the Unix epoch. */
export interface RuleStanding extends AlertState {
  readonly rule: Rule
}

/** What came of judging. */
export interface Judged {
  readonly umbrales: readonly RuleStanding[]
  /** What was made, for whoever passes tasks on. */
  readonly tasks: readonly NewTask[]
}

/** Whom alerts are told, besides the pages. */
export interface AlertTargets {
  readonly correo: boolean
  readonly webhook: boolean
}

export interface AlertParts {
  /** Under `monitor`, and under `api_server`. */
  readonly db: Connection
  readonly accounts: Connection
  readonly rules: readonly Rule[]
  readonly targets: AlertTargets
  readonly now: number
}

const iso = (ms: number) => new Date(ms).toISOString()

/**
 * Judges every threshold once more; what begins or is over is told in the same transaction. Several processes may do it
 * at once: the tasks' ids come from the state that was judged on, so that each change is told once.
 */
export async function judgeAlerts(parts: AlertParts, facts: Facts): Promise<Judged> {
  const { db, rules, now } = parts
  const before = new Map((await readAlerts(db)).map((alert) => [alert.regla, alert]))
  const stepped = rules.map((rule) => {
    const stored = before.get(rule.id) ?? null
    const state = stepAlert(rule, stored && stateOf(stored), rule.medir(facts), now)
    const changed = state.activa !== (stored?.activa ?? false)
    return { rule, stored, state, changed }
  })
  const tasks = await tasksFor(parts, stepped)
  const rows = stepped.map(({ rule, stored, state }) => [
    rule.id,
    Number(state.activa),
    iso(state.desde),
    state.candidataDesde === null ? null : iso(state.candidataDesde),
    state.valor,
    stored?.fecha ?? '',
  ])
  const put: BatchItem = { statement: PUT, args: { alertas: JSON.stringify(rows), fecha: iso(now) } }
  await retryBusy(() => db.batch(tasks.length === 0 ? [put] : [put, insertTasks(tasks, iso(now))]))
  return { umbrales: stepped.map(({ rule, state }) => ({ rule, ...state })), tasks }
}

interface Stepped {
  readonly rule: Rule
  readonly stored: StoredAlert | null
  readonly state: AlertState
  readonly changed: boolean
}

async function tasksFor({ accounts, targets, now }: AlertParts, stepped: readonly Stepped[]) {
  const changed = stepped.filter((one) => one.changed)
  if (changed.length === 0 || !(targets.correo || targets.webhook)) return []
  const admins = targets.correo ? await accounts.all(ADMINS) : []
  return changed.flatMap(({ rule, stored, state }): NewTask[] => {
    const facts = { regla: rule.id, activa: state.activa, valor: state.valor, desde: iso(state.desde) }
    const id = `${rule.id}:${stored?.fecha ?? 'primera'}`
    const vence = iso(now)
    const mails = admins.map(({ id: cuentaId }) =>
      newTask(alertaCorreo, { ...facts, cuentaId }, { id: `alerta_correo:${id}:${cuentaId}`, vence }),
    )
    return targets.webhook
      ? [...mails, newTask(alertaWebhook, facts, { id: `alerta_webhook:${id}`, vence })]
      : mails
  })
}

function stateOf({ activa, desde, candidataDesde, valor }: StoredAlert): AlertState {
  return {
    activa,
    desde: Date.parse(desde),
    candidataDesde: candidataDesde === null ? null : Date.parse(candidataDesde),
    valor,
  }
}
