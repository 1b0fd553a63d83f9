import { existsSync, rmSync } from 'node:fs'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CommandEnvelope, CommandResult } from '@/commands/types'
import type { Config } from '@/config'
import { migrate, seed } from '@/db/migrate'
import type { Actor } from '@/domain/actor'
import type { Rol } from '@/domain/values'
import { createRuntime, type Runtime } from '@/runtime'

/** A whole system over a temp database of its own. */
export interface TestSystem {
  readonly runtime: Runtime
  readonly url: string
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
  const file = join(folder, 'plantilla.db')
  await migrate({ url: `file:${file}` })
  if (seeded) await seed({ url: `file:${file}` })
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  return file
}

/** Opens a system over a fresh, migrated file database; `close` removes it. */
export async function openTestSystem(options: { seeded?: boolean } = {}): Promise<TestSystem> {
  const folder = await mkdtemp(join(TEMP, 'bitacora-'))
  const file = join(folder, 'prueba.db')
  const seeded = options.seeded === true
  const template = templates.get(seeded) ?? makeTemplate(seeded)
  templates.set(seeded, template)
  await copyFile(await template, file)
  // A closed libsql client may leave its write-ahead log for the next one to take over.
  if (existsSync(`${await template}-wal`)) await copyFile(`${await template}-wal`, `${file}-wal`)
  const url = `file:${file}`
  const config: Config = {
    database: { url, authToken: undefined, esArchivo: true },
    port: 3000,
    host: '127.0.0.1',
    permiteDemo: true,
  }
  const runtime = await createRuntime(config)
  let people = 0
  const dispatch: TestSystem['dispatch'] = (actor, comando, rest) =>
    runtime.bus.dispatch({ comandoId: runtime.newId(), actor, comando, ...rest })
  return {
    runtime,
    url,
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
      await rm(folder, { recursive: true, force: true })
    },
  }
}
