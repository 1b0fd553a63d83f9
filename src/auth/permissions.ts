import type { DbRole } from '@/db/queries'
import type { Actor } from '@/domain/actor'
import type { CommandKind } from '@/domain/commands'

/** What can be done to a table; `procedures.execute` is giving a command of the fixed list. */
export type Privilege = 'select' | 'insert' | 'update' | 'delete'
export type Action = `${string}.${Privilege}` | 'procedures.execute'

export interface ServiceRole {
  readonly descripcion: string
  /** `table.privilege`, `procedures.execute`, or `*` for everything. */
  readonly concesiones: readonly (Action | '*')[]
  /** The commands that `procedures.execute` covers: the bus appends them as `api_server` (ownership chaining). */
  readonly procedimientos: readonly CommandKind[] | '*'
}

/** The tables that follow the log: written by the projector, read by pages. */
const CATCH_UP_TABLES = [
  'tickets_versiones',
  'busqueda',
  'busqueda_tickets',
  'resumen_tickets',
  'resumen_actual',
  'resumen_dias',
  'auditoria',
] as const

/** The tree over the log, its seals and their keys: written by the sealer, read to prove. */
const SEAL_TABLES = ['sellos', 'sellos_claves', 'sellos_mosaicos'] as const

/** The figures' history, the processes' last ones, the tables' sizes, and the alerts. */
const METRICS_TABLES = ['metricas_procesos', 'metricas_historia', 'metricas_tamanos', 'alertas'] as const

/** The database roles with their grants: GRANT as data. What is not granted is denied. */
export const SERVICE_ROLES: Readonly<Record<DbRole, ServiceRole>> = {
  api_server: {
    descripcion: 'Serves pages and API: reads projections, appends to the log with its inline projections.',
    concesiones: [
      'usuarios.select',
      'usuarios.insert',
      'usuarios.update',
      'busqueda_cuentas.select',
      'busqueda_palabras.select',
      'tickets.select',
      'tickets.insert',
      'tickets.update',
      'interacciones.select',
      'interacciones.insert',
      'checkpoints.select',
      'filtros_guardados.select',
      'filtros_guardados.insert',
      'filtros_guardados.delete',
      'borradores.select',
      'borradores.insert',
      'borradores.update',
      'borradores.delete',
      'notificaciones.select',
      'notificaciones.update',
      'vistos.select',
      'vistos.insert',
      'vistos.update',
      'webhooks.select',
      'webhooks.insert',
      'webhooks.update',
      'webhooks.delete',
      'webhooks_entregas.select',
      // What was done to the service, how old its newest backup is, and since when there is anything to back up.
      'mantenimientos.select',
      'migraciones.select',
      ...CATCH_UP_TABLES.map((table): Action => `${table}.select`),
      ...SEAL_TABLES.map((table): Action => `${table}.select`),
      // The figures behind the pages: an admin sees them.
      ...METRICS_TABLES.map((table): Action => `${table}.select`),
      // Granted as asked for; the log's trigger denies it all the same, and no statement uses it.
      'interacciones.update',
    ],
    procedimientos: '*',
  },
  batch_worker: {
    descripcion:
      'Runs background work: reads tickets and the log, and acts only through commands of its list.',
    concesiones: ['tickets.select', 'tickets.update', 'interacciones.select', 'procedures.execute'],
    procedimientos: ['cerrar_ticket', 'comentar', 'cambiar_estado'],
  },
  admin: {
    descripcion: 'Administers: migrations, seed, imports, maintenance.',
    concesiones: ['*'],
    procedimientos: '*',
  },
  projector: {
    descripcion: 'Follows the log and writes the catch-up projections and their checkpoints.',
    concesiones: [
      'interacciones.select',
      'checkpoints.select',
      'checkpoints.update',
      // The outbox's rows and its checkpoint are one transaction; what comes of a task is the dispatcher's.
      'tareas.insert',
      // Which webhooks an event is for: whose they are, and whose the ticket is. What the log says was done to one is done.
      'webhooks.select',
      'webhooks.update',
      'webhooks.delete',
      'usuarios.select',
      'tickets.select',
      'webhooks_entregas.select',
      'webhooks_entregas.insert',
      // A token whose end the log tells ends, whoever told it.
      'tokens_api.update',
      ...CATCH_UP_TABLES.flatMap((table): Action[] => [
        `${table}.select`,
        `${table}.insert`,
        `${table}.update`,
        `${table}.delete`,
      ]),
    ],
    procedimientos: [],
  },
  auth: {
    descripcion: 'Checks passwords, keeps sessions and counts attempts; sees no ticket.',
    concesiones: [
      'usuarios.select',
      'sesiones.select',
      'sesiones.insert',
      'sesiones.update',
      'sesiones.delete',
      'enlaces_acceso.select',
      'enlaces_acceso.insert',
      'enlaces_acceso.update',
      'enlaces_acceso.delete',
      'intentos_acceso.select',
      'intentos_acceso.insert',
      'intentos_acceso.update',
      'intentos_acceso.delete',
      'tokens_api.select',
      'tokens_api.insert',
      'tokens_api.update',
      'tokens_api.delete',
    ],
    procedimientos: [],
  },
  sealer: {
    descripcion: 'Follows the log with a Merkle tree and signs it; writes no other table.',
    concesiones: [
      'interacciones.select',
      'checkpoints.select',
      'checkpoints.update',
      ...SEAL_TABLES.flatMap((table): Action[] => [`${table}.select`, `${table}.insert`]),
      // A tile grows until it is full; a trigger lets it do nothing else.
      'sellos_mosaicos.update',
    ],
    procedimientos: [],
  },
  dispatcher: {
    descripcion: 'Passes tasks to the workers: leases, acknowledges, retries and parks them; sees no ticket.',
    concesiones: [
      'tareas.select',
      'tareas.insert',
      'tareas.update',
      'tareas.delete',
      // The effects of tasks, in the transaction that marks them as done.
      'notificaciones.select',
      'notificaciones.insert',
      'notificaciones.delete',
      'webhooks.select',
      'webhooks_entregas.select',
      'webhooks_entregas.insert',
      'webhooks_entregas.update',
      'webhooks_entregas.delete',
    ],
    procedimientos: [],
  },
  monitor: {
    descripcion:
      'Keeps the figures of the service and judges them: counts tasks and positions, reads no text.',
    concesiones: [
      'interacciones.select',
      'checkpoints.select',
      'tareas.select',
      // An alert's mails and calls are tasks, in the transaction that raises it.
      'tareas.insert',
      ...METRICS_TABLES.flatMap((table): Action[] => [
        `${table}.select`,
        `${table}.insert`,
        `${table}.update`,
        `${table}.delete`,
      ]),
    ],
    procedimientos: [],
  },
}

/** True when the role's grants allow the action; what no grant names is denied. */
export function checkPermission(role: DbRole, action: Action): boolean {
  const grants = SERVICE_ROLES[role].concesiones
  return grants.includes('*') || grants.includes(action)
}

/** True when the actor's service role may give such a command; a person's role is judged by the domain. */
export function mayExecute(actor: Actor, kind: CommandKind): boolean {
  if (actor.tipo === 'persona') return true
  const { procedimientos } = SERVICE_ROLES[actor.servicio]
  return procedimientos === '*' || procedimientos.includes(kind)
}
