import type { Context } from '@opentelemetry/api'
import { type Connection, pause } from '@/db/client'
import { classifyFailure } from '@/db/errors'
import { count } from '@/metrics/counters'
import { clock, observe, observeSize } from '@/metrics/instruments'
import { traced } from '@/metrics/tracing'
import { type Appended, appendedOf, appendedOfFound } from './appended'
import type { Chain, Stamp } from './chain'
import { loadSnapshot } from './load'
import { type PendingAnswer, type Plan, planGroup } from './plan'
import type { RowMemory } from './row-memory'
import { type CommandEnvelope, type CommandResult, OutcomeUnknown } from './types'
import { type Written, writeChains } from './write'

/** What taking a group through needs. */
export interface GroupOptions {
  /** A connection under `api_server`: only the bus appends, whoever gives the command. */
  readonly db: Connection
  /** Now, in milliseconds of the Unix epoch. */
  readonly now: () => number
  readonly newId: (now: number) => string
  /** How a group waits before its next attempt; by default with a bound that grows, and jitter. */
  readonly pause?: (attempt: number) => Promise<void>
  /**
   * Called after COMMIT, best effort: the log has grown. Those who wait for these commands wait for it, others don't:
   * it bounds its own time, and never fails.
   */
  readonly onAppended?: (appended: Appended) => Promise<void> | undefined
}

/** Of an entry that nothing was sent of yet. */
export const NOTHING_SENT: ReadonlyMap<string, Chain> = new Map()

interface Bus extends GroupOptions {
  readonly memory: RowMemory
}

/** A command in the queue. */
export interface Entry {
  readonly envelope: CommandEnvelope
  readonly digest: string
  readonly deadline: number
  enviados: ReadonlyMap<string, Chain>
  /** The trace that it belongs to; null while nobody traces. */
  readonly contexto: Context | null
  readonly settle: (result: CommandResult) => void
  readonly fail: (error: unknown) => void
}

/**
 * Takes a group through until each of its commands is answered; conflicts in the database, BUSY and lost answers
 * all lead back to the load, which finds by comandoId what went in.
 * @returns the commands that wait for the next group
 */
export async function runGroup(bus: Bus, group: readonly Entry[]): Promise<Entry[]> {
  const deferred: Entry[] = []
  let open = group
  let cause: unknown = null
  for (let attempt = 1; open.length > 0; attempt++) {
    // Whatever a pause of the machine did to its deadline, each command gets its try.
    if (attempt > 1) {
      count('comando.reintentos', cause === MOVED_ON ? 'adelantado' : 'fallo')
      open = failOverdue(open, cause)
    }
    const step = await tryOnce(bus, open)
    deferred.push(...step.deferred)
    open = step.open
    cause = step.cause ?? cause
    if (step.split) {
      const half = Math.ceil(open.length / 2)
      const halves = [open.slice(0, half), open.slice(half)]
      for (const part of halves) deferred.push(...(await runGroup(bus, part)))
      return deferred
    }
    if (open.length > 0) await (bus.pause ?? pause)(attempt)
  }
  return deferred
}

const MOVED_ON = new Error('a stream or a guard had moved on')

interface Step {
  readonly open: readonly Entry[]
  readonly deferred: readonly Entry[]
  /** Something in the group is at fault: its halves go on apart, so that a bad command takes no neighbour down. */
  readonly split: boolean
  readonly cause?: unknown
}

const DONE: Step = { open: [], deferred: [], split: false }

async function tryOnce(bus: Bus, group: readonly Entry[]): Promise<Step> {
  if (group.length === 0) return DONE
  const envelopes = group.map(({ envelope }) => envelope)
  const fromMemory = await tryRemembered(bus, group, envelopes)
  if (fromMemory) return fromMemory
  let plan: Plan<Entry> | null = null
  try {
    const snapshot = await traced('load', { comandos: group.length }, () => loadSnapshot(bus.db, envelopes))
    bus.memory.keepLoaded(snapshot)
    const stamp = stampOf(bus)
    plan = planGroup(snapshot, group, stamp)
    answerNow(bus, plan)
    const { pending, deferred } = plan
    if (plan.chains.length === 0) return { ...DONE, deferred }
    if (await write(bus, plan, { ahora: stamp.ahora, generacion: snapshot.generacion }))
      return { ...DONE, deferred }
    bus.memory.forget(envelopes)
    return { open: pending.map(([entry]) => entry), deferred, split: false, cause: MOVED_ON }
  } catch (error) {
    forgetFailed(bus, envelopes, error)
    return afterFailure(error, group, plan)
  }
}

/** Without a load, where all of the group can be accepted on what is remembered; null where the log must be asked. */
async function tryRemembered(
  bus: Bus,
  group: readonly Entry[],
  envelopes: readonly CommandEnvelope[],
): Promise<Step | null> {
  let plan: Plan<Entry> | null = null
  try {
    const remembered = bus.memory.recall(envelopes)
    if (!remembered) return null
    const stamp = stampOf(bus)
    plan = planGroup(remembered, group, stamp)
    const accepted = plan.pending.filter(([, { tipo }]) => tipo === 'aceptado').length
    if (accepted < group.length) return null
    if (await write(bus, plan, { ahora: stamp.ahora, generacion: remembered.generacion })) return DONE
  } catch (error) {
    forgetFailed(bus, envelopes, error)
    // A broken constraint can be a repeated comandoId, which only a load tells from a bug.
    return classifyFailure(error) === 'propio' ? null : afterFailure(error, group, plan)
  }
  bus.memory.forget(envelopes)
  return null
}

function stampOf({ now, newId }: Bus): Stamp {
  return { ahora: new Date(now()).toISOString(), newId: () => newId(now()) }
}

interface Moment {
  readonly ahora: string
  /** Of the rows that were decided on; see guards.ts. */
  readonly generacion: number
}

/** Writes the plan's chains and answers what waited for it. @returns false when some stream or guard had moved on */
async function write(
  { db, memory, onAppended }: Bus,
  { chains, pending }: Plan<Entry>,
  { ahora, generacion }: Moment,
): Promise<boolean> {
  const since = clock()
  let written: Written | null = null
  try {
    written = await traced('append', { comandos: pending.length }, () =>
      writeChains(db, chains, ahora, generacion),
    )
  } finally {
    if (written === null) keepSent(pending)
  }
  observe('commit', written === null ? 'adelantado' : 'escrito', since)
  if (written === null) return false
  observeSize('grupo', 'comandos', pending.length)
  memory.keepWritten(chains, written)
  const told = onAppended?.(appendedOf(chains, written))
  if (told) void traced('after-commit', {}, () => told).then(() => answerPending(pending, written))
  else answerPending(pending, written)
  return true
}

/** What went in, in part or with its answer lost, is known again by the ids that were sent. */
function keepSent(pending: readonly [Entry, PendingAnswer][]): void {
  for (const [entry, answer] of pending)
    if (answer.tipo === 'aceptado')
      entry.enviados = new Map([...entry.enviados, [answer.evento, answer.chain]])
}

/** Answers what the log knows; what of it is our own was told to nobody yet. */
function answerNow({ onAppended }: Bus, { answers, found }: Plan<Entry>): void {
  const settle = () => {
    for (const [entry, result] of answers) entry.settle(result)
  }
  const told = onAppended ? found.flatMap((one) => onAppended(appendedOfFound(one)) ?? []) : []
  if (told.length > 0) void Promise.all(told).then(settle)
  else settle()
}

/** Code that choked on a command can't be asked what it rested on. */
function forgetFailed({ memory }: Bus, envelopes: readonly CommandEnvelope[], error: unknown): void {
  if (classifyFailure(error) === 'propio') memory.clear()
  else memory.forget(envelopes)
}

function afterFailure(error: unknown, group: readonly Entry[], plan: Plan<Entry> | null): Step {
  const open = plan ? plan.pending.map(([entry]) => entry) : group
  const deferred = plan?.deferred ?? []
  if (classifyFailure(error) !== 'propio') return { open, deferred, split: false, cause: error }
  const [first] = open
  if (open.length > 1 || !first) return { open, deferred, split: true }
  // Alone, it breaks the schema by itself: a bug, or a race for a unique key that the next load will show.
  if (!isUniqueViolation(error)) {
    first.fail(error)
    return { open: [], deferred, split: false }
  }
  return { open, deferred, split: false, cause: error }
}

function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && /UNIQUE|append-only/.test(error.message)
}

function failOverdue(entries: readonly Entry[], cause: unknown): Entry[] {
  const limit = performance.now()
  return entries.filter((entry) => {
    if (entry.deadline >= limit) return true
    entry.fail(
      new OutcomeUnknown(`command ${entry.envelope.comandoId}: the database did not answer in time`, {
        cause,
      }),
    )
    return false
  })
}

function answerPending(pending: readonly [Entry, PendingAnswer][], written: Written): void {
  for (const [entry, answer] of pending) {
    if (answer.tipo === 'listo') entry.settle(answer.result)
    else entry.settle(accepted(entry, answer.chain, answer.version, written))
  }
}

function accepted({ envelope }: Entry, chain: Chain, version: number, written: Written): CommandResult {
  const sujeto = { tipo: chain.tipo, id: written.idOf(chain) }
  const posicion = written.positionOf(chain, version)
  return { estado: 'aceptado', comandoId: envelope.comandoId, sujeto, version, posicion, repetido: false }
}
