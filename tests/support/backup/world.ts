import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import type { StoredBackup } from '@/backup/formato/folder'
import type { BackupKey } from '@/backup/formato/key'
import type { Goal } from '@/backup/restaurar/plan'
import { type RestoreReport, restoreInto } from '@/backup/restaurar/restore'
import { type TakeOptions, takeFull, takeIncremental } from '@/backup/take'
import type { TestSystem } from '../system'

/** A system with a folder for its backups and a place to restore them to. */
export interface BackupWorld {
  readonly system: TestSystem
  readonly carpeta: string
  readonly into: string
  readonly clave: BackupKey | null
  readonly options: TakeOptions
  readonly full: () => Promise<StoredBackup>
  readonly incremental: () => Promise<StoredBackup>
  readonly restore: (goal: Goal, more?: readonly string[]) => Promise<RestoreReport>
  /** Removes what was restored. */
  forget(): Promise<void>
  close(): Promise<void>
}

// What a test waits for is not the disk.
const TEMP = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

export const KEY: BackupKey = { id: '00112233aabbccdd', secret: Buffer.alloc(32, 7) }

export async function openBackupWorld(
  system: TestSystem,
  clave: BackupKey | null = null,
): Promise<BackupWorld> {
  const root = await mkdtemp(join(TEMP, 'bitacora-respaldo-'))
  const [carpeta, into] = [join(root, 'copias'), join(root, 'restaurada.db')]
  const { db, newId } = system.runtime
  const options: TakeOptions = {
    db: db.as('admin'),
    database: system.config.database,
    carpeta,
    clave,
    now: Date.now,
  }
  return {
    system,
    carpeta,
    into,
    clave,
    options,
    full: () => takeFull(options),
    incremental: () => takeIncremental(options),
    restore: (goal, more = []) =>
      restoreInto({ carpetas: [carpeta, ...more], goal, clave, into, now: Date.now, newId }),
    async forget() {
      for (const suffix of ['', '-wal', '-shm']) await rm(`${into}${suffix}`, { force: true })
    },
    async close() {
      await rm(root, { recursive: true, force: true })
    },
  }
}

/** Every table that the log adds up to, the log itself first; of the search index what stands in it. */
const TABLES: Readonly<Record<string, string>> = {
  interacciones: '*',
  usuarios:
    'id, email, nombre, rol, activo, fecha_creacion, fecha_contrasena, fecha_acceso, version, comando_id, idioma',
  tickets: '*',
  tickets_versiones: '*',
  busqueda: 'rowid, titulo, texto, acceso, ticket_id',
  busqueda_tickets: '*',
  resumen_tickets: '*',
  resumen_actual: '*',
  resumen_dias: '*',
  auditoria: '*',
  checkpoints: "proyeccion, iif(proyeccion = 'sellos', 0, posicion)",
}

/** All that the log adds up to in a database file, a text a table. */
export async function dump(file: string): Promise<Record<string, string>> {
  const client = createClient({ url: `file:${file}` })
  try {
    const entries: [string, string][] = []
    for (const [table, columns] of Object.entries(TABLES)) {
      const { rows } = await client.execute(`SELECT ${columns} FROM ${table}`)
      entries.push([
        table,
        rows
          .map((row) => JSON.stringify(row))
          .sort()
          .join('\n'),
      ])
    }
    return Object.fromEntries(entries)
  } finally {
    client.close()
  }
}
