import type { Rejection } from '@/domain/rejections'
import type { TicketEvent } from '@/domain/ticket/events'
import type { Accounts } from './accounts'
import type { Incidente } from './fila'
import { beginHistoria, continueHistoria, type Origin, traceLate } from './historia'
import { addRecorded, creationId, type Incidents, placeOf, type Recorded } from './incidents'
import type { Recorder } from './recorder'

export type RowOutcome =
  | { readonly tipo: 'registrada'; readonly eventos: number; readonly nuevo: boolean }
  /** It was in the log already. */
  | { readonly tipo: 'omitida' }
  | { readonly tipo: 'rechazo'; readonly rechazo: Rejection }

/** Records one row, after all earlier rows of its incident. */
export type RowRecorder = (row: Incidente, linea: number) => Promise<RowOutcome>

/** Records rows as commands; a row that another process got in first is seen by its id. */
export function createRowRecorder(recorder: Recorder, incidents: Incidents, accounts: Accounts): RowRecorder {
  async function attempt(row: Incidente, linea: number, recorded: Recorded): Promise<RowOutcome> {
    const { id } = row
    recorded.pendientes.delete(id)
    if (recorded.filas.has(id)) return { tipo: 'omitida' }

    const { ticketId } = recorded
    const tardia = isLate(row, recorded)
    const origin: Origin = { fuente: 'servicenow', numero: row.numero, linea }
    const eventos = await eventsOf(row, recorded, tardia, origin)
    const correlacionId = creationId(row.numero)
    const result = await recorder.dispatch({
      comandoId: ticketId === null ? correlacionId : id,
      correlacionId,
      comando: { tipo: 'registrar_historia', ticketId, eventos },
    })
    if (result.estado === 'rechazado') return { tipo: 'rechazo', rechazo: result.rechazo }
    if (result.estado === 'conflicto') throw new Error('a history met a conflict: none stands against it')
    recorded.ticketId = result.sujeto.id
    addRecorded(recorded, row)
    if (!tardia) recorded.ultima = row
    if (result.repetido) return { tipo: 'omitida' }
    return { tipo: 'registrada', eventos: eventos.length, nuevo: ticketId === null }
  }

  async function eventsOf(
    row: Incidente,
    { ultima }: Recorded,
    tardia: boolean,
    origin: Origin,
  ): Promise<TicketEvent[]> {
    if (ultima === null) return beginHistoria(row, await accounts.of(row), origin)
    return tardia ? traceLate(row, origin) : continueHistoria(ultima, row, await accounts.of(row), origin)
  }

  return async (row, linea) => {
    const outcome = await attempt(row, linea, await incidents.get(row.numero))
    // Another process is importing this incident: what it wrote is read, and the row judged once more.
    return outcome.tipo === 'rechazo' && outcome.rechazo.codigo === 'COMANDO_REUTILIZADO'
      ? await attempt(row, linea, await incidents.reload(row.numero))
      : outcome
  }
}

/**
 * True when the log holds a row that this run hasn't met and that is newer: this one was left out of an earlier
 * run (it could not be read then, or its part of the file comes only now).
 */
function isLate(row: Incidente, { pendientes }: Recorded): boolean {
  const place = placeOf(row)
  return [...pendientes.values()].some((other) => other > place)
}
