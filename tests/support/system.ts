import { existsSync, rmSync } from 'node:fs'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import type { CommandEnvelope, CommandResult } from '@/commands/types'
import type { Config } from '@/config'
import { migrate, seed } from '@/db/migrate'
import type { Actor } from '@/domain/actor'
import type { Rol } from '@/domain/values'
import type { RedisConfig } from '@/redis/client'
import { createRuntime, type Runtime } from '@/runtime'
import { PLAIN } from './config'
import type { FaultSource } from './hrana/faults'
import { type HranaServer, startHranaServer } from './hrana/server'

/** A whole system over a temp database of its own. */
export interface TestSystem {
  readonly runtime: Runtime
  readonly url: string
  /** The database's file, whichever way the system reaches it. */
  readonly file: string
  /** What stands between a remote system and its file; null where it opens the file itself. */
  readonly server: HranaServer | null
  readonly config: Config
  /** Dispatches a command with a fresh comandoId, unless one is given. */
  dispatch(
    actor: Actor,
    comando: CommandEnvelope['comando'],
    rest?: Partial<CommandEnvelope>,
  ): Promise<CommandResult>
  /** Makes an account and returns it as an actor. */
  person(rol: Rol, nombre?: string): Promise<Extract<Actor, { tipo: 'persona' }>>
  close(): Promise<void>
}

export const ADMIN_SERVICE: Actor = { tipo: 'servicio', id: 1, servicio: 'admin' }

// A file system in memory, where there is one: what a test waits for is not the disk.
const TEMP = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

// Migrating takes longer than most tests: each process does it once, and every system starts from a copy.
const templates = new Map<boolean, Promise<string>>()

async function makeTemplate(seeded: boolean): Promise<string> {
  const folder = await mkdtemp(join(TEMP, 'bitacora-plantilla-'))
  const url = `file:${join(folder, 'origen.db')}`
  await migrate({ url })
  if (seeded) await seed({ url })
  // A closed libsql client keeps its file open for a while, and may still move its log into it: copy a file that
  // nobody ever opened.
  const template = join(folder, 'plantilla.db')
  const client = createClient({ url })
  await client.execute({ sql: 'VACUUM INTO ?', args: [template] })
  client.close()
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  return template
}

export interface TestSystemOptions {
  readonly seeded?: boolean
  /** Reaches the database over HTTP, through a server of its own. */
  readonly remote?: boolean
  /** Where its Redis is; by itself it has a store in this process. */
  readonly redis?: RedisConfig
  /** The remote server's round trip, in milliseconds. */
  readonly latency?: number
  /** What goes wrong with the remote server's requests, from the first one on. */
  readonly faults?: FaultSource
}

async function copyTemplate(seeded: boolean, file: string): Promise<void> {
  const template = templates.get(seeded) ?? makeTemplate(seeded)
  templates.set(seeded, template)
  await copyFile(await template, file)
}

/** Opens a system over a fresh, migrated file database; `close` removes it. */
export async function openTestSystem(options: TestSystemOptions = {}): Promise<TestSystem> {
  const folder = await mkdtemp(join(TEMP, 'bitacora-'))
  const file = join(folder, 'prueba.db')
  await copyTemplate(options.seeded === true, file)
  const authToken = 'una-clave-de-prueba'
  const { latency, faults } = options
  const server = options.remote === true ? await startHranaServer({ file, authToken, latency }) : null
  if (server && faults) server.inject(faults)
  const url = server?.url ?? `file:${file}`
  const config: Config = {
    database: { url, authToken: server ? authToken : undefined, esArchivo: server === null },
    sellado: { clave: join(folder, 'sello.key'), cabezas: undefined, webhook: undefined },
    redis: options.redis ?? { tipo: 'memoria' },
    ...PLAIN,
    port: 3000,
    host: '127.0.0.1',
    permiteDemo: server === null,
  }
  const runtime = await createRuntime(config)
  let people = 0
  const dispatch: TestSystem['dispatch'] = (actor, comando, rest) =>
    runtime.bus.dispatch({ comandoId: runtime.newId(), actor, comando, ...rest })
  return {
    runtime,
    url,
    file,
    server,
    config,
    dispatch,
    async person(rol, nombre = `${rol} ${++people}`) {
      const email = `${nombre.toLowerCase().replace(/\W+/g, '.')}.${runtime.newId().toLowerCase()}@prueba.test`
      const result = await dispatch(ADMIN_SERVICE, { tipo: 'crear_cuenta', email, nombre, rol })
      if (result.estado !== 'aceptado') throw new Error(`no account: ${JSON.stringify(result)}`)
      return { tipo: 'persona', id: result.sujeto.id, rol }
    },
    async close() {
      await runtime.close()
      await server?.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
