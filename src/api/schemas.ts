import type { TimelineItem } from '@projections/linea_tiempo/timeline'
import { TicketDetail as Detail } from '@projections/tickets/detail'
import { TicketSummary as Summary } from '@projections/tickets/list-shapes'
import { z } from 'zod'
import { TicketEvent } from '@/domain/ticket/events'
import { Id, Rol } from '@/domain/values'
import { Cabeza } from '@/events/seals/head'
import { CONSISTENCY_FORMAT, PROOF_FORMAT } from '@/events/seals/prove'

/** A number as a path or query has it. */
export const digits = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number)

/** An id, likewise. */
export const IdTexto = digits.pipe(Id).meta({ ejemplo: '7' })

const [creacion, comentario, estado, cierre, asignacion, prioridad, categoria, edicion] = TicketEvent.options
// What an import brought is nobody's business but the audit's.
const importado = { fecha: true, usuarioId: true, origen: true } as const

/** What happened to a ticket: a kind, its facts, and its words, which are null once they were erased. */
const Evento = z.discriminatedUnion('tipo', [
  creacion.omit(importado),
  comentario.omit(importado),
  estado.omit(importado),
  cierre.omit(importado),
  asignacion.omit(importado),
  prioridad.omit(importado),
  categoria.omit(importado),
  edicion.omit(importado),
])

/** What every event has around it. */
const SOBRE = {
  version: z.number().int(),
  fecha: z.string(),
  fechaRegistro: z.string(),
  autorId: z.number().int(),
  autor: z.string(),
  autorRol: z.union([Rol, z.literal('sistema')]),
  esInterno: z.boolean(),
  comandoId: z.string(),
  correlacionId: z.string(),
}

/** An event of a ticket, with who did it and whom it names. */
export const Interaccion = z.object({
  posicion: z.number().int(),
  eventoId: z.string(),
  ticketId: z.number().int(),
  ...SOBRE,
  nombres: z.record(z.string(), z.string()),
  evento: Evento,
})
export type Interaccion = z.infer<typeof Interaccion>

/** A timeline's item as the API gives it: what its viewer's own timeline shows. */
export function toInteraccion({ evento, autor, autorRol, nombres }: TimelineItem): Interaccion {
  const { posicion, eventoId, sujeto, version, fecha, fechaRegistro, usuarioId, esInterno } = evento.sobre
  const { comandoId, correlacionId } = evento.sobre
  return {
    posicion,
    eventoId,
    ticketId: sujeto.id,
    version,
    fecha,
    fechaRegistro,
    autorId: usuarioId,
    autor,
    autorRol,
    esInterno,
    comandoId,
    correlacionId,
    nombres: Object.fromEntries(Object.entries(nombres).map(([id, nombre]) => [String(id), nombre])),
    evento: Evento.parse(evento),
  }
}

export const Resumen = Summary.omit({ clave: true })
export const PaginaDeTickets = z.object({ tickets: z.array(Resumen), siguiente: z.string().nullable() })
export const Ticket = Detail
export const LineaDeTiempo = z.object({
  interacciones: z.array(Interaccion),
  /** To be asked for as `hasta`. */
  anterior: z.number().int().nullable(),
})

/** What came of a command: the same again for the same `Idempotency-Key`. */
export const Aceptado = z.object({
  comandoId: z.string(),
  id: z.number().int(),
  version: z.number().int(),
  posicion: z.number().int(),
  repetido: z.boolean(),
})

/** An account, as its own person, admins and auditors see it. */
export const Cuenta = z.object({
  id: z.number().int(),
  email: z.string(),
  nombre: z.string(),
  rol: Rol,
  activo: z.boolean(),
  idioma: z.string(),
  fechaCreacion: z.string(),
  version: z.number().int(),
})
export const PaginaDeCuentas = z.object({ cuentas: z.array(Cuenta), siguiente: z.number().int().nullable() })

/** An event of the whole log, as it is read today. */
export const Entrada = z.object({
  posicion: z.number().int(),
  eventoId: z.string(),
  sujeto: z.object({ tipo: z.enum(['ticket', 'cuenta']), id: z.number().int() }),
  ...SOBRE,
  causaId: z.string().nullable(),
  tipo: z.string(),
  datos: z.record(z.string(), z.unknown()),
  contenido: z.unknown(),
  huella: z.string().nullable(),
})

/** A page of the log. */
export const PaginaDeAuditoria = z.object({
  eventos: z.array(Entrada),
  siguiente: z.string().nullable(),
  /** True where the page ends early, for it has looked through as much as a page may. */
  interrumpida: z.boolean(),
})

const Prueba = z.object({
  formato: z.literal(PROOF_FORMAT),
  tamano: z.number().int(),
  indice: z.number().int(),
  hoja: z.string(),
  camino: z.array(z.string()),
})
/** Proofs that events are in the sealed log, with the seal that they lead to. */
export const Pruebas = z.object({
  formato: z.literal(PROOF_FORMAT),
  aviso: z.string(),
  cabeza: Cabeza,
  /** Of how many events proofs were asked for: at most 500 come at a time, a longer ticket's from its export. */
  total: z.number(),
  pruebas: z.array(Prueba),
})
/** A proof that the newest seal goes on from an older one. */
export const Continuidad = z.object({
  formato: z.literal(CONSISTENCY_FORMAT),
  vieja: Cabeza,
  nueva: Cabeza,
  camino: z.array(z.string()),
})
