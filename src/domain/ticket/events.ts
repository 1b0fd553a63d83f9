import { z } from 'zod'
import { Estado, Id, Instante, MotivoCierre, Prioridad } from '../values'

/** What an import keeps of a row that has no field of its own here. Never read by `evolve` or `decide`. */
export const Origen = z.record(z.string(), z.unknown())

/**
 * When it happened, where that isn't now, who did it, where that isn't the actor, and where it came from: only an
 * imported history has them. `fecha` and `usuarioId` become columns; only `origen` is stored in `metadata`.
 */
const historico = { fecha: Instante.optional(), usuarioId: Id.optional(), origen: Origen.optional() }

/** From and to, as every event that changes a value records it. */
const change = <T extends z.ZodType>(value: T) => z.object({ de: value, a: value })

const Texto = z.string().nullable()

/**
 * The events of a ticket, one per kind. `datos` is stored in `metadata` and can never be erased; `contenido`
 * holds free text and personal data, can be, and is then null: nothing that deciding needs is in it.
 */
export const TicketEvent = z.discriminatedUnion('tipo', [
  z.object({
    tipo: z.literal('creacion'),
    datos: z.object({ solicitanteId: Id, prioridad: Prioridad, categoria: z.string().nullable() }),
    contenido: z.object({ titulo: z.string(), descripcion: z.string() }).nullable(),
    ...historico,
  }),
  z.object({
    tipo: z.literal('comentario'),
    datos: z.object({ esInterno: z.boolean() }),
    contenido: Texto,
    ...historico,
  }),
  z.object({
    tipo: z.literal('cambio_estado'),
    datos: z.object({ de: Estado, a: Estado.exclude(['cerrado']) }),
    ...historico,
  }),
  z.object({
    tipo: z.literal('cierre'),
    datos: z.object({ de: Estado, motivo: MotivoCierre }),
    ...historico,
  }),
  z.object({ tipo: z.literal('asignacion'), datos: change(Id.nullable()), ...historico }),
  z.object({ tipo: z.literal('cambio_prioridad'), datos: change(Prioridad), ...historico }),
  z.object({ tipo: z.literal('cambio_categoria'), datos: change(z.string().nullable()), ...historico }),
  z.object({
    tipo: z.literal('edicion'),
    datos: z.object({ campos: z.array(z.enum(['titulo', 'descripcion'])) }),
    contenido: z
      .object({ titulo: change(z.string()).optional(), descripcion: change(z.string()).optional() })
      .nullable(),
    ...historico,
  }),
])

export type TicketEvent = z.infer<typeof TicketEvent>
export type TicketEventKind = TicketEvent['tipo']
