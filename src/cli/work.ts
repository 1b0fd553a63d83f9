import { existsSync } from 'node:fs'
import { type Config, readConfig } from '@/config'
import { migrationStatus } from '@/db/migrate'
import { databaseFile } from '@/db/upkeep'
import type { Actor } from '@/domain/actor'
import { CUENTA_SISTEMA } from '@/domain/values'
import type { Viewer } from '@/domain/viewer'
import { createRuntime, type Runtime } from '@/runtime'
import { CliError } from './failures'

/** The command line acts as the service: whoever can run it holds the database anyway. */
export const ACTOR: Actor = { tipo: 'servicio', id: CUENTA_SISTEMA, servicio: 'admin' }

/** And sees what an admin sees. */
export const VIEWER: Viewer = { id: CUENTA_SISTEMA, rol: 'admin' }

/** True when there is no such file yet: opening it would make one. */
export function isMissing({ database: { url, esArchivo } }: Config): boolean {
  return esArchivo && !existsSync(databaseFile(url))
}

/**
 * Works on a migrated database, and closes it whatever comes.
 * @throws CliError when the database is not there or not migrated
 */
export async function withRuntime<T>(work: (runtime: Runtime) => Promise<T>): Promise<T> {
  const config = readConfig()
  if (isMissing(config)) throw new CliError(`No existe ${config.database.url}: ${MIGRATE_HINT}`)
  const { pendientes } = await migrationStatus(config.database)
  if (pendientes.length > 0) throw new CliError(`La base de datos no está migrada: ${MIGRATE_HINT}`)
  const runtime = await createRuntime(config)
  try {
    return await work(runtime)
  } finally {
    await runtime.close()
  }
}

const MIGRATE_HINT = 'ejecute «pnpm bitacora db migrate».'
