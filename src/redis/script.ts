import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { RedisReply } from './reply'

/** Runs one command as `redis.call` does within a script. @throws RedisReplyError */
export type Call = (...command: readonly (string | number)[]) => RedisReply

/** What a script does, in TypeScript: the same commands in the same order as its Lua, for the in-process store. */
export type Twin = (call: Call, keys: readonly string[], args: readonly string[]) => RedisReply

/** A script that a Redis server runs as one step. */
export interface Script<Reply> {
  readonly name: string
  readonly lua: string
  readonly twin: Twin
  /** What the answer is parsed with. */
  readonly reply: z.ZodType<Reply>
  /** SHA-1 of the Lua, by which a server knows it again (EVALSHA). */
  readonly sha: string
}

// Next loads pages, routes and instrumentation as separate module graphs: one registry serves all.
const KEY = Symbol.for('bitacora.scripts')
const holder = globalThis as typeof globalThis & { [KEY]?: Map<string, Script<unknown>> }
const registry = holder[KEY] ?? new Map<string, Script<unknown>>()
holder[KEY] = registry

/** Registers a script once, with its Lua and its in-process twin. */
export function defineScript<Reply>(script: Omit<Script<Reply>, 'sha'>): Script<Reply> {
  const sha = createHash('sha1').update(script.lua).digest('hex')
  const defined = { ...script, sha }
  registry.set(sha, defined)
  return defined
}

/** The registered script with this SHA-1, if there is one. */
export function scriptBySha(sha: string): Script<unknown> | null {
  return registry.get(sha) ?? null
}

/** Every registered script, for the tests that hold each twin against its Lua. */
export function registeredScripts(): readonly Script<unknown>[] {
  return [...registry.values()]
}
