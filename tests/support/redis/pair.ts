import { memoryTransport } from '@/redis/memory/transport'
import { type RedisReply, RedisReplyError } from '@/redis/reply'
import type { RedisCommand, Transport } from '@/redis/requester'

/** Lives in these tests are whole numbers of it: no run of a test comes near it. */
export const UNIT_MS = 1_000_000_000

/** One thing to do to both: commands in one of the three forms, or that so many units of time go by. */
export type Step =
  | { readonly as: 'run' | 'pipeline' | 'multi'; readonly commands: readonly RedisCommand[] }
  | { readonly as: 'wait'; readonly units: number }

type Answer = RedisReply | { readonly error: string }

/** What both did, each as it answered. */
export interface Both<T> {
  readonly real: T
  readonly store: T
}

/** A real server and the in-process store, to which the same is done; both begin empty, and have one clock. */
export interface Pair {
  take(step: Step): Promise<Both<readonly Answer[]>>
  /** Every key with its type, its value and the units that are left of its life. */
  dump(): Promise<Both<readonly Answer[]>>
}

/** @param real over a server that nobody else uses; it is emptied */
export async function pairWith(real: Transport): Promise<Pair> {
  let clock = 0
  const store = memoryTransport(() => clock)
  await real.run(['FLUSHALL'])
  return {
    async take(step) {
      if (step.as !== 'wait') return { real: await take(real, step), store: await take(store, step) }
      // A millisecond more: what ends at a whole number of units is over then for certain.
      const passed = step.units * UNIT_MS + 1
      clock += passed
      await age(real, passed)
      return { real: [], store: [] }
    },
    async dump() {
      const keys = (await textsOf(real, ['KEYS', '*'])).sort()
      const known = await store.run(['DBSIZE'])
      return {
        real: [keys.length, ...(await dump(real, keys))],
        store: [known, ...(await dump(store, keys))],
      }
    },
  }
}

type Commands = Exclude<Step, { as: 'wait' }>

async function take(transport: Transport, { as, commands }: Commands): Promise<readonly Answer[]> {
  const [first = []] = commands
  try {
    const answers = as === 'run' ? [await transport.run(first)] : await transport[as](commands)
    return answers.map((answer, at) => comparable(commands[at] ?? [], answer))
  } catch (error) {
    if (error instanceof RedisReplyError) return [comparable([], error)]
    throw error
  }
}

/** An answer without what may differ: a hash's order, and how many milliseconds went by. */
function comparable([name = '']: RedisCommand, answer: RedisReply | RedisReplyError): Answer {
  // A server adds where in the script it happened.
  if (answer instanceof RedisReplyError)
    return { error: answer.message.replace(/ script: [0-9a-f]{40}, .*$/s, '') }
  if (name === 'PTTL' && Number(answer) > 0) return Math.round(Number(answer) / UNIT_MS)
  if (name === 'TTL' && Number(answer) > 0) return Math.round((Number(answer) * 1000) / UNIT_MS)
  return name === 'HGETALL' && Array.isArray(answer) ? pairsInOrder(answer) : answer
}

function pairsInOrder(flat: readonly RedisReply[]): readonly RedisReply[] {
  const pairs = flat.flatMap((field, at) => (at % 2 === 0 ? [[field, flat[at + 1] ?? null] as const] : []))
  return pairs.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))
}

/** Takes so much off every key's life, and its life from one that has no more. */
async function age(real: Transport, milliseconds: number): Promise<void> {
  for (const key of await textsOf(real, ['KEYS', '*'])) {
    const left = Number(await real.run(['PTTL', key]))
    if (left < 0) continue
    await real.run(left > milliseconds ? ['PEXPIRE', key, left - milliseconds] : ['DEL', key])
  }
}

const READ: Readonly<Record<string, (key: string) => RedisCommand>> = {
  string: (key) => ['GET', key],
  list: (key) => ['LRANGE', key, 0, -1],
  hash: (key) => ['HGETALL', key],
  zset: (key) => ['ZRANGE', key, 0, -1],
}

async function dump(transport: Transport, keys: readonly string[]): Promise<readonly Answer[]> {
  const dumped: Answer[] = []
  for (const key of keys) {
    const type = String(await transport.run(['TYPE', key]))
    const value = READ[type]?.(key) ?? ['TYPE', key]
    const scores =
      type === 'zset' ? (await textsOf(transport, value)).map((member) => ['ZSCORE', key, member]) : []
    const commands = [value, ['PTTL', key], ...scores]
    dumped.push(key, type, ...(await take(transport, { as: 'pipeline', commands })))
  }
  return dumped
}

async function textsOf(transport: Transport, command: RedisCommand): Promise<string[]> {
  return [await transport.run(command)].flat().map(String)
}
