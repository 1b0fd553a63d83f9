import { z } from 'zod'
import type { BatchItem, BatchResult, Connection } from '@/db/client'
import { defineQuery, defineWrite } from '@/db/queries'
import type { CheckpointName } from './projection'

const projector = ['projector', 'admin'] as const

/** Where a projection stands. */
export const Checkpoint = z.object({
  proyeccion: z.custom<CheckpointName>((name) => typeof name === 'string'),
  /** Of the code that its rows were made by. */
  version: z.number(),
  /** The last event that is in its rows; 0 for an inline one, which is never behind. */
  posicion: z.number(),
  /** How often a rebuild changed its rows. */
  generacion: z.number(),
  /** True where its rows wait for a rebuild. */
  pendiente: z.union([z.literal(0), z.literal(1)]).transform((flag) => flag === 1),
  titular: z.string().nullable(),
  arriendoHasta: z.string().nullable(),
  fecha: z.string(),
  error: z.string().nullable(),
  errorPosicion: z.number().nullable(),
})
export type Checkpoint = z.infer<typeof Checkpoint>

const COLUMNS = `proyeccion, version, posicion, generacion, pendiente, titular, arriendo_hasta AS arriendoHasta, fecha,
  error, error_posicion AS errorPosicion`

const ALL = defineQuery({
  name: 'checkpoints.todos',
  roles: [...projector, 'api_server'],
  sql: `SELECT ${COLUMNS} FROM checkpoints`,
  row: Checkpoint,
})

/** Where every projection stands. */
export async function readCheckpoints(db: Connection): Promise<ReadonlyMap<CheckpointName, Checkpoint>> {
  return new Map((await db.all(ALL)).map((checkpoint) => [checkpoint.proyeccion, checkpoint]))
}

/** Where one projection stands. @throws when it is in no migration */
export async function readCheckpoint(db: Connection, nombre: CheckpointName): Promise<Checkpoint> {
  const found = (await readCheckpoints(db)).get(nombre)
  if (!found) throw new Error(`projection ${nombre} has no checkpoint: a migration must make it`)
  return found
}

// A fence that fails must take the whole batch down, rows and all: an UPDATE of no row would not.
const ADVANCE = defineWrite({
  name: 'checkpoints.avanzar',
  roles: projector,
  sql: `UPDATE checkpoints SET fecha = :ahora, error = NULL, error_posicion = NULL,
      arriendo_hasta = CASE WHEN titular IS NULL THEN NULL ELSE :hasta END,
      posicion = CASE WHEN posicion = :de AND version = :version AND titular IS :titular THEN :a ELSE -1 END
    WHERE proyeccion = :proyeccion`,
})

export interface Advance {
  readonly proyeccion: CheckpointName
  readonly version: number
  readonly titular: string | null
  readonly de: number
  readonly a: number
  readonly ahora: string
  /** Until when the lease is held from now on. */
  readonly hasta: string
}

/** The first statement of a batch that moves a projection on: the batch fails with LostFence unless it still stands so. */
export function advanceItem(advance: Advance): BatchItem {
  return { statement: ADVANCE, args: { ...advance } }
}

/** Somebody else moved the projection on, or holds its lease: nothing of the batch was written. */
export class LostFence extends Error {
  override readonly name = 'LostFence'
}

/** Runs a batch that begins with a fence. @returns what the rest of it gave @throws LostFence, or what the batch throws */
export async function fencedBatch(db: Connection, items: readonly BatchItem[]): Promise<BatchResult[]> {
  try {
    const [fence, ...rest] = await db.batch(items)
    if (fence?.rowsAffected !== 1) throw new Error('a fence names a projection without a checkpoint')
    return rest
  } catch (error) {
    if (error instanceof Error && /checkpoint_fence/.test(error.message))
      throw new LostFence('the projection was moved on by somebody else', { cause: error })
    throw error
  }
}

const LEASE = defineWrite({
  name: 'checkpoints.arrendar',
  roles: projector,
  sql: `UPDATE checkpoints SET titular = :titular, arriendo_hasta = :hasta
    WHERE proyeccion = :proyeccion AND version = :version AND pendiente = 0
      AND (titular IS NULL OR titular = :titular OR arriendo_hasta < :ahora)`,
})

const RELEASE = defineWrite({
  name: 'checkpoints.soltar',
  roles: projector,
  sql: 'UPDATE checkpoints SET titular = NULL, arriendo_hasta = NULL WHERE proyeccion = :proyeccion AND titular = :titular',
})

/** Takes or keeps a projection's lease. @returns false where another runner holds it, or its rows wait for a rebuild */
export async function takeLease(
  db: Connection,
  lease: Pick<Advance, 'proyeccion' | 'version' | 'ahora' | 'hasta'> & { readonly titular: string },
): Promise<boolean> {
  const [result] = await db.batch([{ statement: LEASE, args: { ...lease } }])
  return result?.rowsAffected === 1
}

/** Gives a lease back, if it is still held. */
export async function releaseLease(
  db: Connection,
  proyeccion: CheckpointName,
  titular: string,
): Promise<void> {
  await db.batch([{ statement: RELEASE, args: { proyeccion, titular } }])
}

const FAIL = defineWrite({
  name: 'checkpoints.fallar',
  roles: projector,
  sql: `UPDATE checkpoints SET error = :error, error_posicion = :posicion, fecha = :ahora
    WHERE proyeccion = :proyeccion AND titular = :titular`,
})

/** Notes why a projection stands still, and at which event. */
export async function noteFailure(
  db: Connection,
  failure: { proyeccion: CheckpointName; titular: string; error: string; posicion: number; ahora: string },
): Promise<void> {
  await db.batch([{ statement: FAIL, args: failure }])
}

const OUTDATE = defineWrite({
  name: 'checkpoints.marcar',
  roles: projector,
  sql: `UPDATE checkpoints SET version = :version, pendiente = 1, titular = NULL, arriendo_hasta = NULL
    WHERE proyeccion = :proyeccion AND version < :version`,
})

/**
 * Marks a projection whose code is newer than its rows: from now on no runner of the old code can write it.
 * @returns true where its rows wait for a rebuild by this version
 */
export async function markOutdated(
  db: Connection,
  nombre: CheckpointName,
  version: number,
): Promise<boolean> {
  await db.batch([{ statement: OUTDATE, args: { proyeccion: nombre, version } }])
  const { pendiente, version: stored } = await readCheckpoint(db, nombre)
  return pendiente && stored === version
}

/** A projection's rows are of newer code than this: what this one makes of the log would take them back. */
export class NewerRows extends Error {
  override readonly name = 'NewerRows'
}

/** Lets code of a version at a projection's rows. @throws NewerRows where they are of a newer one */
export async function refuseNewerRows(
  db: Connection,
  nombre: CheckpointName,
  version: number,
): Promise<void> {
  const { version: stored } = await readCheckpoint(db, nombre)
  if (stored > version)
    throw new NewerRows(
      `las filas de ${nombre} son de la versión ${stored}, y este código es de la ${version}`,
    )
}

const REBUILT = defineWrite({
  name: 'checkpoints.reconstruida',
  roles: ['admin'],
  sql: 'UPDATE checkpoints SET pendiente = 0, fecha = :ahora WHERE proyeccion = :proyeccion AND version = :version',
})

/** Notes that a projection's rows are what this version of the code makes of the log. */
export async function noteRebuilt(
  db: Connection,
  args: { proyeccion: CheckpointName; version: number; ahora: string },
): Promise<void> {
  await db.batch([{ statement: REBUILT, args }])
}
