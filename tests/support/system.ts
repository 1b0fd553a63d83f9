import { mkdtemp, rm } from 'node:fs/promises'
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

/** Opens a system over a fresh, migrated file database; `close` removes it. */
export async function openTestSystem(options: { seeded?: boolean } = {}): Promise<TestSystem> {
  const folder = await mkdtemp(join(tmpdir(), 'bitacora-'))
  const url = `file:${join(folder, 'prueba.db')}`
  await migrate({ url })
  if (options.seeded) await seed({ url })
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
