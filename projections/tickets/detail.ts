import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import { Estado, Prioridad } from '@/domain/values'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'

/** A ticket as its page shows it. `fechaActualizacion` is that of the last event that the viewer may see. */
export const TicketDetail = z.object({
  id: z.number(),
  titulo: z.string(),
  descripcion: z.string(),
  estado: Estado,
  prioridad: Prioridad,
  categoria: z.string().nullable(),
  solicitanteId: z.number(),
  solicitante: z.string(),
  asignadoA: z.number().nullable(),
  asignado: z.string().nullable(),
  fechaCreacion: z.string(),
  fechaActualizacion: z.string(),
  fechaCierre: z.string().nullable(),
  version: z.number(),
})
export type TicketDetail = z.infer<typeof TicketDetail>

const detail = (name: string, actualizacion: string, scope: string) =>
  defineQuery({
    name,
    roles: ['api_server'],
    sql: `SELECT t.id, t.titulo, t.descripcion, t.estado, t.prioridad, t.categoria, t.usuario_id AS solicitanteId,
        s.nombre AS solicitante, t.asignado_a AS asignadoA, a.nombre AS asignado, t.fecha_creacion AS fechaCreacion,
        ${actualizacion} AS fechaActualizacion, t.fecha_cierre AS fechaCierre, t.version
      FROM tickets t CROSS JOIN usuarios s ON s.id = t.usuario_id LEFT JOIN usuarios a ON a.id = t.asignado_a
      WHERE t.id = :id${scope}`,
    row: TicketDetail,
  })

const FOR_STAFF = detail('tickets.detalle.interno', 't.fecha_actualizacion', '')
const FOR_CLIENT = detail(
  'tickets.detalle.cliente',
  't.fecha_actualizacion_cliente',
  ' AND t.usuario_id = :viewer',
)

/** A ticket, or null where there is none that this viewer may see: both look the same to them. */
export async function findTicketQuery(
  db: Connection,
  viewer: Viewer,
  id: number,
): Promise<TicketDetail | null> {
  return seesOnlyOwn(viewer)
    ? await db.first(FOR_CLIENT, { id, viewer: viewer.id })
    : await db.first(FOR_STAFF, { id })
}
