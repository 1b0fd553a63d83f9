import type { Envelope, Recorded } from '@/domain/events'
import type { TicketEvent } from '@/domain/ticket/events'
import { AHORA } from './given'

/** An event of ticket 5 as the log has it. */
export function recorded(event: TicketEvent, sobre: Partial<Envelope> = {}): Recorded<TicketEvent> {
  const esInterno = event.tipo === 'comentario' && event.datos.esInterno
  const base: Envelope = {
    posicion: 9,
    eventoId: '01K0000000000000000000000A',
    sujeto: { tipo: 'ticket', id: 5 },
    usuarioId: 20,
    version: 3,
    comandoId: '01K0000000000000000000000B',
    orden: 0,
    correlacionId: '01K0000000000000000000000B',
    causaId: null,
    esInterno,
    fecha: AHORA,
    fechaRegistro: AHORA,
  }
  return Object.assign({ ...event }, { sobre: { ...base, ...sobre } })
}
