import { markOutdated, noteRebuilt, readCheckpoints } from '@projections/engine/checkpoints'
import { fillFile } from '@projections/engine/fill'
import { Follower } from '@projections/engine/follower'
import { rebuildProjections } from '@projections/engine/rebuild'
import { SKIP_OUTBOX } from '@projections/outbox/skip'
import { CATCH_UP, INLINE, PROJECTION_NAMES } from '@projections/registry'
import type { Database } from '@/db/client'
import { defineWrite } from '@/db/queries'
import { grow } from '@/events/seals/sealer'
import { ReplayBroken } from '../replay'

const admin = ['admin'] as const
const write = (name: string, sql: string) => defineWrite({ name: `restaurar.${name}`, roles: admin, sql })

// A restore must not open again what was ended since, nor wait for leases of processes that are not there.
const CLEAN = [
  write('sesiones', 'DELETE FROM sesiones'),
  write('enlaces', 'DELETE FROM enlaces_acceso'),
  // The full backup that this is was being made when it was made.
  write(
    'mantenimientos',
    `UPDATE mantenimientos SET estado = iif(accion = 'full', 'hecho', 'fallido'), fecha_fin = fecha_inicio
      WHERE estado = 'en_marcha'`,
  ),
  write(
    'arriendos',
    'UPDATE checkpoints SET titular = NULL, arriendo_hasta = NULL WHERE titular IS NOT NULL',
  ),
]

// Whether a task was done after the backup, nobody knows: people decide, one by one.
const PARK = write(
  'tareas',
  `UPDATE tareas SET estado = 'aparcada', fecha_fin = ?1, titular = NULL, arriendo_hasta = NULL,
      historial = json_insert('[]', '$[#]', json_object('fecha', ?1, 'intento', intentos,
        'error', 'pendiente en la copia que se restauró: puede que ya se hiciera'))
    WHERE estado = 'pendiente'`,
)

/** What speaks of rows that the restored log has not come to. */
const ORPHANS = [
  write(
    'borradores',
    'DELETE FROM borradores WHERE ticket_id NOT IN (SELECT id FROM tickets) OR usuario_id NOT IN (SELECT id FROM usuarios)',
  ),
  write('filtros', 'DELETE FROM filtros_guardados WHERE usuario_id NOT IN (SELECT id FROM usuarios)'),
  write(
    'notificaciones',
    'DELETE FROM notificaciones WHERE posicion > (SELECT coalesce(max(id), 0) FROM interacciones)',
  ),
]

/** Makes a base fit to be gone on with. */
export async function cleanBase(target: Database): Promise<void> {
  await target.as('admin').batch(CLEAN.map((statement) => ({ statement, args: [] })))
}

export interface SettleOptions {
  readonly target: Database
  /** Of the same. */
  readonly url: string
  /** Where the shadow is kept meanwhile. */
  readonly sombra: string
  readonly now: () => number
  readonly newId: () => string
  readonly onProgress: (fase: 'seguir' | 'reconstruir' | 'sellos', hechos: number, total: number) => void
}

export interface Settled {
  /** Rows and columns of the projections that were written anew: those of events that no base had, and what was damaged. */
  readonly filasRehechas: number
  readonly sinReparar: number
  readonly tareasApartadas: number
}

/**
 * Takes a restored log's projections and tree to its end: what follows the log first, then everything is folded once from
 * the beginning and compared.
 */
export async function settleRestored(options: SettleOptions): Promise<Settled> {
  const { target, url, sombra, now, newId, onProgress } = options
  const db = target.as('admin')
  const ahora = new Date(now()).toISOString()
  onProgress('seguir', 0, 1)
  let outdated = false
  for (const { nombre, version } of [...INLINE, ...CATCH_UP])
    outdated = (await markOutdated(db, nombre, version)) || outdated
  const checkpoints = await readCheckpoints(db)
  const empty = CATCH_UP.every(({ nombre }) => checkpoints.get(nombre)?.posicion === 0)
  if (empty) await fillFile(url, target, now)
  else if (!outdated) await followAll(target, now, newId)
  const report = await rebuildProjections({
    ...{ db, nombres: PROJECTION_NAMES, path: sombra, repair: true },
    onProgress: ({ fase, hechos, total }) => {
      if (fase === 'plegar') onProgress('reconstruir', hechos, total)
    },
  })
  for (const { nombre, version } of [...INLINE, ...CATCH_UP])
    await noteRebuilt(db, { proyeccion: nombre, version, ahora })
  if (outdated) await followAll(target, now, newId)
  await grow(target.as('sealer'), now, (done) => onProgress('sellos', done, report.posicion))
  const items = [PARK, SKIP_OUTBOX, ...ORPHANS].map((statement) => ({
    statement,
    args: statement === PARK ? [ahora] : [],
  }))
  const [parked] = await db.batch(items)
  return {
    filasRehechas: report.total,
    sinReparar: report.sinReparar,
    tareasApartadas: parked?.rowsAffected ?? 0,
  }
}

/** Takes all that follows the log to its end. @throws ReplayBroken where one of them can't */
async function followAll(target: Database, now: () => number, newId: () => string): Promise<void> {
  for (const projection of CATCH_UP) {
    const follower = new Follower(projection, {
      db: target.as('projector'),
      now,
      titular: newId(),
      leaseFor: 60_000,
    })
    if ((await follower.follow()) === 'veneno')
      throw new ReplayBroken([`la proyección ${projection.nombre} no puede seguir el registro`])
    await follower.release()
  }
}
