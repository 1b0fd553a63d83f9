import { z } from 'zod'
import type { TicketState } from '@/domain/ticket/state'
import { Espera, Estado, Prioridad } from '@/domain/values'
import type { EntityRow, EntityTable } from '../engine/entity'

/** A ticket's projected row: all of it is rebuilt from the log. */
export interface TicketRow extends TicketState, EntityRow {
  readonly fechaCreacion: string
  readonly fechaActualizacion: string
  /** When the last event happened that the client may see. */
  readonly fechaActualizacionCliente: string
  /** Whose turn it is; null once closed. */
  readonly esperaA: Espera | null
  /** Since when they are awaited. */
  readonly esperaDesde: string | null
}

export const TicketRow: z.ZodType<TicketRow> = z.object({
  id: z.number(),
  titulo: z.string(),
  descripcion: z.string(),
  usuarioId: z.number(),
  estado: Estado,
  prioridad: Prioridad,
  categoria: z.string().nullable(),
  fechaCreacion: z.string(),
  fechaActualizacion: z.string(),
  fechaActualizacionCliente: z.string(),
  fechaCierre: z.string().nullable(),
  asignadoA: z.number().nullable(),
  esperaA: Espera.nullable(),
  esperaDesde: z.string().nullable(),
  version: z.number(),
  comandoId: z.string(),
})

export const TICKETS: EntityTable<TicketRow> = {
  table: 'tickets',
  streamColumn: 'ticket_id',
  fixed: ['fecha_creacion', 'comando_id'],
  columns: {
    titulo: 'titulo',
    descripcion: 'descripcion',
    usuario_id: 'usuarioId',
    estado: 'estado',
    prioridad: 'prioridad',
    categoria: 'categoria',
    fecha_creacion: 'fechaCreacion',
    fecha_actualizacion: 'fechaActualizacion',
    fecha_actualizacion_cliente: 'fechaActualizacionCliente',
    fecha_cierre: 'fechaCierre',
    asignado_a: 'asignadoA',
    espera_a: 'esperaA',
    espera_desde: 'esperaDesde',
    version: 'version',
    comando_id: 'comandoId',
  },
}
