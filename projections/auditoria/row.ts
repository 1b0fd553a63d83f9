import { z } from 'zod'
import type { Recorded } from '@/domain/events'
import type { ProjectedTable } from '../engine/projection'

/** What an event can be found by. */
export const AuditRow = z.object({
  posicion: z.number(),
  usuarioId: z.number(),
  ticketId: z.number().nullable(),
  cuentaId: z.number().nullable(),
  tipo: z.string(),
  esInterno: z.union([z.literal(0), z.literal(1)]),
  fecha: z.string(),
  correlacionId: z.string(),
})
export type AuditRow = z.infer<typeof AuditRow>

export const AUDITORIA: ProjectedTable = {
  table: 'auditoria',
  key: ['posicion'],
  columns: [
    'posicion',
    'usuario_id',
    'ticket_id',
    'cuenta_id',
    'tipo',
    'es_interno',
    'fecha',
    'correlacion_id',
  ],
}

/** The row of one event: its kind is the one that it is read as. */
export function auditRow({ tipo, sobre }: Recorded): AuditRow {
  const { posicion, usuarioId, sujeto, esInterno, fecha, correlacionId } = sobre
  return {
    posicion,
    usuarioId,
    ticketId: sujeto.tipo === 'ticket' ? sujeto.id : null,
    cuentaId: sujeto.tipo === 'cuenta' ? sujeto.id : null,
    tipo,
    esInterno: esInterno ? 1 : 0,
    fecha,
    correlacionId,
  }
}
