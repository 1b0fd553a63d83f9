import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import { CHECKPOINT_NAMES } from '../registry'
import { readCheckpoints } from './checkpoints'
import { readHead } from './head'
import { type CheckpointName, isInline } from './projection'

/** How a projection stands to the log. */
export interface ProjectionStatus {
  readonly nombre: CheckpointName
  /** `en_linea` is written with the log itself; `veneno` stands still before an event; `reconstruir` waits for that. */
  readonly estado: 'en_linea' | 'al_dia' | 'atrasada' | 'veneno' | 'reconstruir'
  readonly version: number
  /** The last event in its rows. */
  readonly posicion: number
  readonly eventosDetras: number
  /** For how long the first event that it lacks has been in the log. */
  readonly segundosDetras: number
  readonly error: string | null
  readonly errorPosicion: number | null
  /** How often a rebuild found rows to mend. */
  readonly generacion: number
}

// Positions have no gaps but a rolled-back insert's: counting would read all that is behind.
const FIRST_BEHIND = defineQuery({
  name: 'proyecciones.primer_pendiente',
  roles: ['projector', 'admin', 'api_server'],
  sql: 'SELECT id AS posicion, fecha_registro AS fecha FROM interacciones WHERE id > :desde ORDER BY id LIMIT 1',
  row: z.object({ posicion: z.number(), fecha: z.string() }),
})

/**
 * How every projection stands.
 * @param now milliseconds of the Unix epoch
 */
export async function projectionStatus(db: Connection, now: number): Promise<ProjectionStatus[]> {
  const checkpoints = await readCheckpoints(db)
  const head = await readHead(db)
  return await Promise.all(
    CHECKPOINT_NAMES.map(async (nombre): Promise<ProjectionStatus> => {
      const checkpoint = checkpoints.get(nombre)
      if (!checkpoint) throw new Error(`projection ${nombre} has no checkpoint: a migration must make it`)
      const { version, generacion, error, errorPosicion, pendiente } = checkpoint
      const inline = isInline(nombre)
      const posicion = inline ? head : checkpoint.posicion
      const behind = posicion >= head ? null : await db.first(FIRST_BEHIND, { desde: posicion })
      const segundosDetras = behind === null ? 0 : Math.max(0, (now - Date.parse(behind.fecha)) / 1000)
      const standing = error !== null ? 'veneno' : behind === null ? 'al_dia' : 'atrasada'
      return {
        nombre,
        estado: pendiente ? 'reconstruir' : inline ? 'en_linea' : standing,
        version,
        posicion,
        eventosDetras: behind === null ? 0 : head - posicion,
        segundosDetras: Math.round(segundosDetras * 10) / 10,
        error,
        errorPosicion,
        generacion,
      }
    }),
  )
}
