import { expect } from 'vitest'
import { openRedis } from '@/redis/client'
import { createQueue, enqueueTask, type TaskQueue } from '@/redis/queue'
import { Claimer } from '@/redis/queue/claim'
import { processBatchTasks } from '@/redis/queue/process'
import { type Ended, type Ending, writeEnds } from '@/redis/queue/settle'
import type { ClaimedTask } from '@/redis/queue/statements'
import { RedisUnavailable } from '@/redis/reply'
import type { TestSystem } from '../system'
import { type Step, WORKERS } from './steps'
import { contar, contarHandler, effectOf, type QueueWorld, type TaskRow } from './world'

// Mutants seen to fail: either acknowledgement without the fence; a claim without its guard; effects in a transaction of
// their own; no refill; no expiry of leases, in the table or in Redis; lists, or the table's searches, in another order;
// a backoff above its bound; a release that counts as an attempt.

const LEASE_MS = 1000

export interface QueueModel {
  take(one: Step): Promise<void>
  /** What holds at any time. */
  check(): Promise<void>
  /** Lets time pass until all is over, and looks whether it is. */
  finish(): Promise<void>
}

/** @param over whether tasks go over a Redis, which is one in this process */
export function openModel(system: TestSystem, world: QueueWorld, over: boolean): QueueModel {
  return new Model(system, world, over)
}

class Model implements QueueModel {
  #now = Date.parse('2026-03-01T00:00:00.000Z')
  #random = 0
  #down = false
  /** True where Redis may lack a task that it should have: only a sweep finds that one. */
  #lacking = false
  readonly #enqueued = new Map<string, number>()
  readonly #redis
  readonly #queue: TaskQueue
  readonly #workers

  constructor(
    system: TestSystem,
    private readonly world: QueueWorld,
    over: boolean,
  ) {
    const now = () => this.#now
    this.#redis = openRedis(
      { tipo: 'memoria' },
      {
        now,
        around: (inner) => ({
          request: (req) => {
            if (this.#down) throw new RedisUnavailable('caída')
            return inner.request(req)
          },
        }),
      },
    )
    this.#queue = createQueue({
      db: system.runtime.db.as('dispatcher'),
      redis: over ? this.#redis : null,
      now,
      newId: system.runtime.newId,
      random: () => this.#random,
    })
    this.#workers = Array.from({ length: WORKERS }, () => ({
      claimer: new Claimer(this.#queue, Number.POSITIVE_INFINITY),
      titular: system.runtime.newId(),
      held: [] as ClaimedTask[],
    }))
  }

  async take(one: Step): Promise<void> {
    switch (one.hace) {
      case 'encolar':
        return await this.#enqueue(one)
      case 'tomar':
        return await this.#claim(one)
      case 'acusar':
        return await this.#end(one, ({ id, intentos }) => ({
          como: 'hecha',
          writes: [effectOf(id, intentos)],
          resultado: null,
        }))
      case 'fallar':
        return await this.#fail(one)
      case 'devolver':
        return await this.#end(one, () => ({ como: 'devuelta' }))
      case 'morir':
        this.#worker(one.worker).held.length = 0
        return
      case 'pasar':
        this.#now += one.ms
        return
      case 'vaciar':
        await this.#redis.redis.flushdb().catch(() => undefined)
        if (!this.#down) this.#lacking = false
        return
      case 'caer':
      case 'volver':
        this.#down = one.hace === 'caer'
        this.#lacking = true
        return
      case 'desalojar':
        await this.#redis.redis.del(one.key).catch(() => undefined)
        this.#lacking = true
    }
  }

  #worker(index: number) {
    const found = this.#workers[index]
    if (!found) throw new Error('no such worker')
    return found
  }

  async #enqueue({ n, prioridad, dentro }: Extract<Step, { hace: 'encolar' }>): Promise<void> {
    const id = `contar:${n}`
    const vence = new Date(this.#now + dentro).toISOString()
    const { nueva } = await enqueueTask(this.#queue, contar, { n }, { id, vence, prioridad })
    expect(nueva).toBe(!this.#enqueued.has(id))
    this.#enqueued.set(id, n)
  }

  #claimable = ({ estado, vence, arriendo }: TaskRow) => {
    const now = new Date(this.#now).toISOString()
    return estado === 'pendiente' && vence <= now && (arriendo === null || arriendo <= now)
  }

  async #claim({ worker, limite }: Extract<Step, { hace: 'tomar' }>): Promise<void> {
    const { claimer, titular, held } = this.#worker(worker)
    const claimable = (await this.world.rows()).filter(this.#claimable)
    const taken = await claimer.take({ titular, leaseFor: LEASE_MS, limite })
    held.push(...taken)
    const ids = new Set(taken.map(({ id }) => id))
    expect(ids.size).toBe(taken.length)
    // Nobody gets what is not due, or somebody else's.
    expect([...ids].filter((id) => !claimable.some((row) => row.id === id))).toEqual([])
    if (this.#lacking) return
    const left = claimable.filter(({ id }) => !ids.has(id))
    if (left.length > 0) expect(taken.length).toBeGreaterThan(0)
    const last = Math.max(0, ...taken.map(({ prioridad }) => prioridad))
    expect(left.filter(({ prioridad }) => prioridad < last)).toEqual([])
  }

  async #end(
    { worker, which }: { readonly worker: number; readonly which: number },
    ending: (task: ClaimedTask) => Ending,
  ): Promise<void> {
    const { held } = this.#worker(worker)
    const [task] = held.splice(which % Math.max(1, held.length), 1)
    if (!task) return
    const ended: Ended = { task, maxIntentos: contar.maxIntentos, ending: ending(task) }
    const before = (await this.world.rows()).find(({ id }) => id === task.id)
    const written = (await writeEnds(this.#queue, [ended])).get(ended)
    const after = (await this.world.rows()).find(({ id }) => id === task.id)
    if (written === 'perdidas') expect(after).toEqual(before)
    if (written === 'devueltas') expect(after?.intentos).toBe(task.intentos - 1)
  }

  async #fail({ worker, which, azar }: Extract<Step, { hace: 'fallar' }>): Promise<void> {
    this.#random = azar
    const held = this.#worker(worker).held
    const task = held[which % Math.max(1, held.length)]
    const before = task && (await this.world.rows()).find(({ id }) => id === task.id)
    await this.#end({ worker, which }, () => ({ como: 'fallida', error: 'no pudo ser', permanente: false }))
    const after = task && (await this.world.rows()).find(({ id }) => id === task.id)
    if (after?.estado !== 'pendiente' || after.arriendo !== null || before?.arriendo === null) return
    const wait = Date.parse(after.vence) - this.#now
    const bound = 1000 * 2 ** (after.intentos - 1)
    expect(wait).toBeGreaterThanOrEqual(bound / 2)
    expect(wait).toBeLessThanOrEqual(bound)
  }

  async check(): Promise<void> {
    const rows = await this.world.rows()
    expect(rows.map(({ id }) => id).sort()).toEqual([...this.#enqueued.keys()].sort())
    for (const { id, estado, efectos } of rows)
      expect({ id, efectos }).toEqual({ id, efectos: Number(estado === 'hecha') })
  }

  async finish(): Promise<void> {
    for (let round = 0; round < 12; round++) {
      this.#now += 60_000
      await processBatchTasks(this.#queue, {
        handlers: [contarHandler],
        maxTasks: 1000,
        budgetMs: 1000,
        leaseFor: LEASE_MS,
      })
    }
    await this.check()
    for (const { id, estado, intentos } of await this.world.rows()) {
      expect({ id, estado }).not.toEqual({ id, estado: 'pendiente' })
      if (estado === 'aparcada') expect(intentos, id).toBeGreaterThanOrEqual(contar.maxIntentos)
    }
  }
}
