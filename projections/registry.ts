import { auditoria } from './auditoria/project'
import { busqueda } from './busqueda/project'
import type {
  CatchUpName,
  CatchUpProjection,
  CheckpointName,
  InlineName,
  LogFollower,
  ProjectionName,
} from './engine/projection'
import { outbox } from './outbox/project'
import { resumen } from './resumen/project'
import { ticketsVersiones } from './tickets_versiones/project'

/** The projections that commands write themselves, in the log's own transaction; accounts first: tickets name them. */
export const INLINE: readonly { readonly nombre: InlineName; readonly version: number }[] = [
  { nombre: 'usuarios', version: 2 },
  { nombre: 'tickets', version: 2 },
]

/** The projections that follow the log. A new one: a folder, its tables in a migration, and a line here. */
export const CATCH_UP: readonly CatchUpProjection[] = [ticketsVersiones, busqueda, resumen, auditoria]

/**
 * All that follows the log while the service runs. The outbox is no projection that could be rebuilt: its rows hold what
 * was done with them, and a task that is made again is work that is done again.
 */
export const FOLLOWERS: readonly LogFollower[] = [...CATCH_UP, outbox]

/** All projections, in the order in which they are rebuilt. */
export const PROJECTION_NAMES: readonly ProjectionName[] = [...INLINE, ...CATCH_UP].map(
  ({ nombre }) => nombre,
)

/** All whose standing to the log is told. */
export const CHECKPOINT_NAMES: readonly CheckpointName[] = [...PROJECTION_NAMES, outbox.nombre]

/** The catch-up projection of that name. */
export function catchUpOf(nombre: CatchUpName): CatchUpProjection {
  const found = CATCH_UP.find((projection) => projection.nombre === nombre)
  if (!found) throw new Error(`no projection ${nombre}`)
  return found
}

/** The version that this code makes a projection's rows by. */
export function codeVersionOf(nombre: ProjectionName): number {
  const found = [...INLINE, ...CATCH_UP].find((projection) => projection.nombre === nombre)
  if (!found) throw new Error(`no projection ${nombre}`)
  return found.version
}
