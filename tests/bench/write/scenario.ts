import { writeSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { CommandEnvelope } from '@/commands/types'
import type { Actor } from '@/domain/actor'
import { createUlids } from '@/events/ids'

/** What a contestant is told, as JSON in its first argument. */
export interface Task {
  /** The database's file, made by `makeDatabase`; fresh for every round. */
  readonly file: string
  /** What the remote contestant connects to. */
  readonly url?: string
  readonly authToken?: string
  readonly tickets: number
  readonly callers: number
  /** How many commands are timed, after half as many that are not. */
  readonly commands: number
  readonly synchronous: 'FULL' | 'NORMAL'
  /** Of a raw contestant: the batches made beforehand, and how many commands are in each. */
  readonly prepared?: string
  readonly group?: number
  /** Where the packages of other engines are found. */
  readonly engines?: string
  /** Of the remote server: its round trip in milliseconds. */
  readonly latency?: number
}

/** The operator that gives every command: account 2, after the system's own. */
export const OPERATOR: Actor = { tipo: 'persona', id: 2, rol: 'operador' }

export const task = (): Task => JSON.parse(process.argv[2] ?? '{}') as Task

/** Comment commands over the tickets in turn: neighbours in a group are on different tickets where there are many. */
export function comments(tickets: number, count: number): CommandEnvelope[] {
  const ulids = createUlids()
  const now = Date.now()
  return Array.from({ length: count }, (_, index) => comment(ulids(now), tickets, index))
}

/** The command at that place of the list. */
export function comment(comandoId: string, tickets: number, index: number): CommandEnvelope {
  const comentario = `Hemos mirado la impresora otra vez; vuelta ${index}, sin novedad por ahora.`
  const comando = { tipo: 'comentar', ticketId: 1 + (index % tickets), comentario, interno: false } as const
  return { comandoId, actor: OPERATOR, comando }
}

/** What a round says: commands per second, and the event loop's delay at its 99.9th percentile, in milliseconds. */
export interface Figure {
  readonly perSecond: number
  readonly p999: number
}

/**
 * Times `run` over a warm-up and then the rest of the list, and prints a Figure.
 * @param timed `commands` entries at the end of the list are timed; each stands for `per` commands
 */
export async function measure<T>(
  timed: { readonly commands: number; readonly per?: number },
  list: readonly T[],
  run: (part: readonly T[]) => Promise<void>,
): Promise<void> {
  const { commands, per = 1 } = timed
  await run(list.slice(0, list.length - commands))
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const start = performance.now()
  await run(list.slice(list.length - commands))
  const seconds = (performance.now() - start) / 1000
  const said: Figure = { perSecond: (commands * per) / seconds, p999: delay.percentile(99.9) / 1e6 }
  writeSync(1, `${JSON.stringify(said)}\n`)
}

/** How many commands go untimed before: a server runs for days, so code that is not compiled yet must not count. */
export function warmUp(commands: number): number {
  return Math.ceil(commands / 2)
}

/** The commands of a task, those of the warm-up first. */
export function commandsOf({ tickets, commands }: Task): CommandEnvelope[] {
  return comments(tickets, commands + warmUp(commands))
}

/** The list in consecutive parts of `size`. */
export function parts<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  )
}
