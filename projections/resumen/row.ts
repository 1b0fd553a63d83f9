import { z } from 'zod'
import type { Recorded } from '@/domain/events'
import type { TicketEvent } from '@/domain/ticket/events'
import { Estado, Prioridad } from '@/domain/values'

/** What the counts must know of a ticket to follow it. */
export const ResumenTicket = z.object({
  ticketId: z.number(),
  version: z.number(),
  usuarioId: z.number(),
  estado: Estado,
  prioridad: Prioridad,
  /** 0: nobody's. */
  agente: z.number(),
  fechaCreacion: z.string(),
  /** Of the first public comment by somebody else than whose ticket it is. */
  fechaRespuesta: z.string().nullable(),
  reaperturas: z.number(),
})
export type ResumenTicket = z.infer<typeof ResumenTicket>

/** What a day adds to the counts; times in milliseconds since the ticket's creation. */
export interface DayCounts {
  readonly creados: number
  readonly respondidos: number
  readonly respuestaMs: number
  readonly resueltos: number
  readonly resolucionMs: number
  readonly cerrados: number
  readonly reabiertos: number
}

export const NO_COUNTS: DayCounts = {
  creados: 0,
  respondidos: 0,
  respuestaMs: 0,
  resueltos: 0,
  resolucionMs: 0,
  cerrados: 0,
  reabiertos: 0,
}

const isDone = (estado: Estado) => estado === 'resuelto' || estado === 'cerrado'

/**
 * The ticket after one more event. Pure.
 * @throws when the history is broken: a gap, or no creation first
 */
export function followTicket(before: ResumenTicket | null, event: Recorded<TicketEvent>): ResumenTicket {
  const { sobre } = event
  const expected = (before?.version ?? 0) + 1
  if (sobre.version !== expected || (before === null) !== (event.tipo === 'creacion'))
    throw new Error(
      `ticket ${sobre.sujeto.id}: ${event.tipo}, version ${sobre.version}, where ${expected} is next`,
    )
  if (before === null || event.tipo === 'creacion') return begin(event)
  const { version } = sobre
  switch (event.tipo) {
    case 'comentario': {
      const answers = !sobre.esInterno && sobre.usuarioId !== before.usuarioId
      return { ...before, version, fechaRespuesta: before.fechaRespuesta ?? (answers ? sobre.fecha : null) }
    }
    case 'cambio_estado': {
      const again = isDone(before.estado) && !isDone(event.datos.a) ? 1 : 0
      return { ...before, version, estado: event.datos.a, reaperturas: before.reaperturas + again }
    }
    case 'cierre':
      return { ...before, version, estado: 'cerrado' }
    case 'asignacion':
      return { ...before, version, agente: event.datos.a ?? 0 }
    case 'cambio_prioridad':
      return { ...before, version, prioridad: event.datos.a }
    case 'cambio_categoria':
    case 'edicion':
      return { ...before, version }
  }
}

function begin(event: Recorded<TicketEvent>): ResumenTicket {
  if (event.tipo !== 'creacion') throw new Error(`a ticket's history begins with ${event.tipo}`)
  const { sujeto, version, fecha } = event.sobre
  const { solicitanteId: usuarioId, prioridad } = event.datos
  const fresh = { estado: 'abierto', agente: 0, fechaRespuesta: null, reaperturas: 0 } as const
  return { ticketId: sujeto.id, version, usuarioId, prioridad, fechaCreacion: fecha, ...fresh }
}

/** What the step from one state of a ticket to the next adds to its day. Pure. */
export function countsOf(before: ResumenTicket | null, after: ResumenTicket, fecha: string): DayCounts {
  const since = Math.max(0, Date.parse(fecha) - Date.parse(after.fechaCreacion))
  const one = (yes: boolean) => (yes ? 1 : 0)
  const answered = one(after.fechaRespuesta !== null && before?.fechaRespuesta === null)
  const done = one(isDone(after.estado) && before !== null && !isDone(before.estado))
  return {
    creados: one(before === null),
    respondidos: answered,
    respuestaMs: answered * since,
    resueltos: done,
    resolucionMs: done * since,
    cerrados: one(after.estado === 'cerrado' && before !== null && before.estado !== 'cerrado'),
    reabiertos: after.reaperturas - (before?.reaperturas ?? 0),
  }
}
