import { existsSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import type { Config } from '@/config'
import { databaseFile, isInUse } from '@/db/upkeep'
import { CliError } from '../failures'

/** Where what is to take the live file's place is made. @throws CliError where something lies there, or somebody uses it */
export async function besideLive(config: Config): Promise<string> {
  const fresh = `${databaseFile(config.database.url)}.restaurada`
  if (existsSync(fresh))
    throw new CliError(
      `--force: ya existe ${fresh}, de una restauración que no llegó a ponerse en su sitio. Muévalo o bórrelo.`,
    )
  await requireUnused(config, null)
  return fresh
}

/** @param fresh what was restored meanwhile, and stays @throws CliError where a process has the database open */
export async function requireUnused({ database: { url } }: Config, fresh: string | null): Promise<void> {
  if (!existsSync(databaseFile(url)) || !(await isInUse(url).catch(() => false))) return
  const rest = fresh === null ? '' : ` Lo restaurado queda en ${fresh}.`
  throw new CliError(
    `--force: algún proceso tiene abierta la base de datos. Pare el servicio primero.${rest}`,
  )
}

/**
 * Puts a file in the place of the live one, which is kept: whatever it was, somebody may want to look at it.
 * @returns where it is now; null where there was none
 */
export async function replaceLive(live: string, fresh: string): Promise<string | null> {
  const kept = `${live}.anterior-${new Date().toISOString().replace(/[-:.]/g, '')}`
  let moved: string | null = null
  for (const suffix of ['-wal', '-shm', ''])
    if (existsSync(`${live}${suffix}`)) {
      await rename(`${live}${suffix}`, `${kept}${suffix}`)
      moved = kept
    }
  await rename(fresh, live)
  return moved
}
