import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { NextRequest } from 'next/server'
import { z } from 'zod'
import { issueToken } from '@/auth/issue-token'
import { openSession } from '@/auth/session'
import type { Actor } from '@/domain/actor'
import { ALCANCES_DE, type Alcance } from '@/domain/cuenta/token'
import type { Rol } from '@/domain/values'
import { SESSION_COOKIE } from '@/i18n/cookies'
import { createRuntime, type Runtime } from '@/runtime'
import { openTestSystem, type TestSystem, type TestSystemOptions } from '../system'

export type Person = Extract<Actor, { tipo: 'persona' }> & { readonly token: string }

export interface Call {
  readonly token?: string | null
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** A system whose route handlers are called as Next would, in this process. */
export interface ApiSystem extends TestSystem {
  /** An account with a token of every scope that its role has. */
  caller(rol: Rol, nombre?: string): Promise<Person>
  /** A token for an account. */
  token(who: Actor, alcances: readonly Alcance[], rest?: { readonly dias?: number }): Promise<string>
  /** The cookie of a new session of an account. */
  cookie(who: Actor): Promise<string>
  call(method: string, address: string, call?: Call): Promise<Response>
}

const RUNTIME = Symbol.for('bitacora.runtime')
const holder = globalThis as typeof globalThis & { [RUNTIME]?: Promise<Runtime> }
const ROOT = join(import.meta.dirname, '../../../app')

const Module = z.record(z.string(), z.unknown())
const Handler = z.custom<Handler>((value) => typeof value === 'function')
type Handler = (
  request: NextRequest,
  context: { params: Promise<Record<string, string>> },
) => Promise<Response>

/** Opens a system; routes find its runtime where Next's would be. */
export async function openApiSystem(
  options: TestSystemOptions = {},
  config: Partial<Runtime['config']> = {},
): Promise<ApiSystem> {
  const system = await openTestSystem(options)
  const changed = Object.keys(config).length > 0
  const runtime = changed ? await createRuntime({ ...system.config, ...config }) : system.runtime
  holder[RUNTIME] = Promise.resolve(runtime)
  const token: ApiSystem['token'] = async (who, alcances, { dias = 1 } = {}) => {
    const cuentaId = who.id
    const comandoId = runtime.newId()
    const comando = { tipo: 'crear_token', clase: 'personal', nombre: 'prueba', cuentaId, dias } as const
    const made = await system.dispatch(who, { ...comando, alcances: [...alcances] }, { comandoId })
    if (made.estado !== 'aceptado') throw new Error(`no token: ${JSON.stringify(made)}`)
    const issued = await issueToken(runtime.db, comandoId, Date.now())
    if (!issued) throw new Error('no token')
    return issued.token
  }
  return {
    ...system,
    runtime,
    token,
    async caller(rol, nombre) {
      const who = await system.person(rol, nombre)
      return { ...who, token: await token(who, ALCANCES_DE[rol]) }
    },
    async cookie(who) {
      const auth = runtime.db.as('auth')
      const session = await openSession(auth, who.id, { agente: '', direccion: '' }, Date.now())
      return `${SESSION_COOKIE}=${session}`
    },
    call: (method, address, call) => callRoute(method, address, call),
    async close() {
      delete holder[RUNTIME]
      if (changed) await runtime.close()
      await system.close()
    },
  }
}

/** Calls the handler of an address, whatever folder of `app` it is in. */
export async function callRoute(
  method: string,
  address: string,
  { token = null, body, headers = {} }: Call = {},
): Promise<Response> {
  const url = new URL(address, 'http://127.0.0.1:3000')
  const found = folderOf(url.pathname.split('/').slice(1))
  if (!found) return new Response(null, { status: 404 })
  const module = Module.parse(await import(/* @vite-ignore */ join(found.folder, 'route.ts')))
  const handler = Handler.safeParse(module[method])
  if (!handler.success) return new Response(null, { status: 405 })
  const sent = new Headers({ 'x-forwarded-for': '192.0.2.7', ...headers })
  if (token !== null) sent.set('authorization', `Bearer ${token}`)
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
  if (text !== undefined && !sent.has('content-type')) sent.set('content-type', 'application/json')
  const request = new NextRequest(url, {
    method,
    headers: sent,
    ...(text === undefined ? {} : { body: text }),
  })
  return z.instanceof(Response).parse(await handler.data(request, { params: Promise.resolve(found.params) }))
}

interface Found {
  readonly folder: string
  readonly params: Record<string, string>
}

const known = new Map<string, boolean>()
function exists(path: string): boolean {
  const seen = known.get(path) ?? existsSync(path)
  known.set(path, seen)
  return seen
}

/** The route's folder: a name of its own goes before `[id]`, as in Next. */
function folderOf(
  parts: readonly string[],
  folder = ROOT,
  params: Record<string, string> = {},
): Found | null {
  const [first, ...rest] = parts
  if (first === undefined) return exists(join(folder, 'route.ts')) ? { folder, params } : null
  const named = /^[\w.-]+$/.test(first) && first !== '..' && exists(join(folder, first))
  const direct = named ? folderOf(rest, join(folder, first), params) : null
  if (direct) return direct
  for (const name of ['id', 'entrega'])
    if (exists(join(folder, `[${name}]`)))
      return folderOf(rest, join(folder, `[${name}]`), { ...params, [name]: decodeURIComponent(first) })
  return null
}
