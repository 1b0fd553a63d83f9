import type { Connection } from '@/db/client'
import { defineQuery, type Query } from '@/db/queries'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'
import type { Cursor, TicketFilter, TicketPage } from '../tickets/list'
import { TicketSummary } from '../tickets/list-shapes'

const PAGE_SIZE = 50
const BOOLEANS = [false, true] as const

/** The parts that the statement is put together from: each combination is one registered statement. */
interface Shape {
  readonly alcance: 'interno' | 'cliente'
  readonly estado: boolean
  readonly prioridad: boolean
  readonly asignado: 'todos' | 'nadie' | 'cuenta'
  readonly siguiente: boolean
}

const SHAPES: readonly Shape[] = (['interno', 'cliente'] as const).flatMap((alcance) =>
  BOOLEANS.flatMap((estado) =>
    BOOLEANS.flatMap((prioridad) =>
      (['todos', 'nadie', 'cuenta'] as const).flatMap((asignado) =>
        BOOLEANS.map((siguiente) => ({ alcance, estado, prioridad, asignado, siguiente })),
      ),
    ),
  ),
)

/** The versions that stood at a moment; for a client, as they saw them. */
export const STANDING = {
  interno: 'v.desde <= :momento AND v.hasta > :momento',
  cliente: 'v.version = v.version_cliente AND v.desde_cliente <= :momento AND v.hasta_cliente > :momento',
}

// Without statistics the planner takes a state and a moment for rarer than a client, and reads everybody's versions.
export const OWN_FIRST = 'INDEXED BY idx_tickets_versiones_usuario'

function build(shape: Shape): Query<TicketSummary> {
  const key = shape.alcance === 'cliente' ? 'v.desde_cliente' : 'v.desde'
  const where = [
    shape.alcance === 'cliente' && 'v.usuario_id = :viewer',
    STANDING[shape.alcance],
    shape.estado && 'v.estado = :estado',
    shape.prioridad && 'v.prioridad = :prioridad',
    shape.asignado === 'nadie' && 'v.asignado_a IS NULL',
    shape.asignado === 'cuenta' && 'v.asignado_a = :asignado',
    shape.siguiente && `(${key}, v.ticket_id) < (:clave, :id)`,
  ].filter((part) => part !== false)
  return defineQuery({
    name: `tickets_versiones.lista.${Object.values(shape).join('.')}`,
    roles: ['api_server'],
    sql: `SELECT v.ticket_id AS id, v.titulo, v.estado, v.prioridad, v.categoria, s.nombre AS solicitante,
        v.asignado_a AS asignadoA, a.nombre AS asignado, v.fecha_creacion AS fechaCreacion,
        ${key} AS fechaActualizacion, v.version, ${key} AS clave
      FROM tickets_versiones v ${shape.alcance === 'cliente' ? OWN_FIRST : ''} CROSS JOIN usuarios s ON s.id = v.usuario_id LEFT JOIN usuarios a ON a.id = v.asignado_a
      WHERE ${where.join(' AND ')} ORDER BY ${key} DESC, v.ticket_id DESC LIMIT :limite`,
    row: TicketSummary,
  })
}

const STATEMENTS = new Map(SHAPES.map((shape) => [Object.values(shape).join('.'), build(shape)]))

/**
 * One keyset page of the tickets as they stood at a moment of business time, the last changed first. Names are
 * today's. Of the filter, state, priority and assignee count; words, requester, wait and order are left aside.
 * @param momento an instant of the log
 * @param limit 1 to 100 rows
 */
export async function listTicketsAsOfQuery(
  db: Connection,
  viewer: Viewer,
  filter: TicketFilter,
  momento: string,
  cursor: Cursor | null = null,
  limit = PAGE_SIZE,
): Promise<TicketPage> {
  const shape: Shape = {
    alcance: seesOnlyOwn(viewer) ? 'cliente' : 'interno',
    estado: filter.estado !== null,
    prioridad: filter.prioridad !== null,
    asignado: filter.asignado === null ? 'todos' : filter.asignado === 'nadie' ? 'nadie' : 'cuenta',
    siguiente: cursor !== null,
  }
  const query = STATEMENTS.get(Object.values(shape).join('.'))
  if (!query) throw new Error('no list of the past has this shape')
  const limite = Math.min(Math.max(limit, 1), 100) + 1
  const rows = await db.all(query, {
    momento,
    limite,
    ...(shape.alcance === 'cliente' ? { viewer: viewer.id } : {}),
    ...(filter.estado === null ? {} : { estado: filter.estado }),
    ...(filter.prioridad === null ? {} : { prioridad: filter.prioridad }),
    ...(typeof filter.asignado === 'number' ? { asignado: filter.asignado } : {}),
    ...(cursor === null ? {} : { clave: cursor.clave, id: cursor.id }),
  })
  const tickets = rows.slice(0, limite - 1)
  const last = tickets.at(-1)
  return {
    tickets,
    siguiente: rows.length > tickets.length && last ? { clave: last.clave, id: last.id } : null,
  }
}
