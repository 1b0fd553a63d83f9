import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import type { BackupKey } from '../formato/key'
import { readPoint } from '../registro/write'
import { RestoreBroken, type RestoreProgress, restoreInto } from '../restaurar/restore'

/** What a drill found: the newest backups were restored, and how long it took. */
export interface DrillReport {
  /** From nothing to a database that was compared with its log, in milliseconds. */
  readonly milisegundos: number
  readonly copias: number
  readonly posicion: number
  /** Events of the live log that were not in it: what a lost disk would have cost at that moment. */
  readonly faltan: number
  /** For how long the first of them had been recorded, in seconds; 0 where none. */
  readonly segundosFaltan: number
  /** Events under a seal that holds. */
  readonly confirmados: number
}

const FIRST_AFTER = defineQuery({
  name: 'simulacro.primero_que_falta',
  roles: ['admin'],
  sql: 'SELECT fecha_registro AS fecha FROM interacciones WHERE id > :posicion ORDER BY id LIMIT 1',
  row: z.object({ fecha: z.string() }),
})

export interface DrillOptions {
  /** A connection under `admin` to the live database. */
  readonly db: Connection
  readonly carpetas: readonly string[]
  readonly clave: BackupKey | null
  readonly now: () => number
  readonly newId: () => string
  readonly onProgress?: ((progress: RestoreProgress) => void) | undefined
}

/**
 * Restores the newest backups into a temporary file as an emergency would, and looks at all of it.
 * @throws what a restore throws; RestoreBroken where the log is not what was sealed
 */
export async function drill(options: DrillOptions): Promise<DrillReport> {
  const { db, carpetas, clave, now, newId, onProgress } = options
  const folder = await mkdtemp(join(tmpdir(), 'bitacora-simulacro-'))
  const began = performance.now()
  try {
    const report = await restoreInto({
      ...{ carpetas, clave, now, newId, goal: { tipo: 'ultimo' }, into: join(folder, 'simulacro.db') },
      ...(onProgress ? { onProgress } : {}),
    })
    const milisegundos = Math.round(performance.now() - began)
    const { hallazgos, confirmados } = report.auditoria
    if (hallazgos.length > 0)
      throw new RestoreBroken([`el registro no es lo que se selló: ${JSON.stringify(hallazgos[0])}`])
    const { posicion } = report.hasta
    const live = await readPoint(db)
    const faltan = Math.max(0, live.posicion - posicion)
    const first = faltan === 0 ? null : await db.first(FIRST_AFTER, { posicion })
    const since = first === null ? 0 : (now() - Date.parse(first.fecha)) / 1000
    const copias = report.copias.length
    return { milisegundos, copias, posicion, faltan, segundosFaltan: Math.round(since), confirmados }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
