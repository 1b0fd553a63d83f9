import type { TicketEvent } from '@/domain/ticket/events'
import { evolve } from '@/domain/ticket/evolve'
import type { RowEvent } from '../engine/entity'
import { nextEspera } from './espera'
import type { TicketRow } from './row'

/**
 * The row after one more event: shared by the live path and the rebuild. Pure.
 * @throws when the history is broken: a gap, or no creation first
 */
export function reduceTicket(row: TicketRow | null, event: RowEvent<TicketEvent>): TicketRow {
  const { sobre } = event
  const expected = (row?.version ?? 0) + 1
  if (sobre.version !== expected) {
    throw new Error(`ticket ${sobre.sujeto.id}: version ${sobre.version} where ${expected} is next`)
  }
  return {
    ...evolve(row, event, sobre.fecha),
    id: sobre.sujeto.id,
    fechaCreacion: row?.fechaCreacion ?? sobre.fecha,
    fechaActualizacion: sobre.fecha,
    fechaActualizacionCliente: sobre.esInterno
      ? (row?.fechaActualizacionCliente ?? sobre.fecha)
      : sobre.fecha,
    ...nextEspera(row, event),
    version: sobre.version,
    comandoId: row?.comandoId ?? sobre.comandoId,
  }
}
