import type { Accepted } from '@/commands/types'
import type { Rejection } from '@/domain/rejections'
import type { TicketEvent } from '@/domain/ticket/events'
import type { Accounts } from './accounts'
import type { Incidente } from './fila'
import { beginHistoria, continueHistoria, type Origin, traceLate } from './historia'
import { creationId, type Incidents, placeOf, type Recorded } from './incidents'
import type { Recorder } from './recorder'

export type RowOutcome =
  | { readonly tipo: 'registrada'; readonly eventos: number; readonly nuevo: boolean }
  /** It was in the log already. */
  | { readonly tipo: 'omitida' }
  | { readonly tipo: 'rechazo'; readonly rechazo: Rejection }

/** Records one row, after all earlier rows of its incident. */
export type RowRecorder = (row: Incidente, linea: number) => Promise<RowOutcome>

// As often as other processes write to one ticket between a reading and a writing of ours, and then some.
const ATTEMPTS = 50

/**
 * Records rows as commands. Each is the difference from what was read, and goes in only if nothing came between;
 * whatever another process or person wrote meanwhile is read, and the row judged again.
 */
export function createRowRecorder(recorder: Recorder, incidents: Incidents, accounts: Accounts): RowRecorder {
  return async (row, linea) => {
    let recorded = await incidents.get(row.numero)
    for (let attempt = 1; ; attempt++) {
      recorded.pendientes.delete(row.id)
      if (recorded.filas.has(row.id)) return { tipo: 'omitida' }
      const tardia = isLate(row, recorded)
      const command = await commandOf(row, linea, recorded, tardia, accounts)
      const result = await recorder.dispatch(command)
      if (result.estado === 'aceptado') {
        // Also where the bus calls it a repetition: the log didn't have it a moment ago, so the answer was lost.
        noteRecorded(recorded, row, tardia, result)
        const { eventos, ticketId } = command.comando
        return { tipo: 'registrada', eventos: eventos.length, nuevo: ticketId === null }
      }
      const overtaken = result.estado === 'conflicto' || result.rechazo.codigo === 'COMANDO_REUTILIZADO'
      if (result.estado === 'rechazado' && (!overtaken || attempt === ATTEMPTS))
        return { tipo: 'rechazo', rechazo: result.rechazo }
      if (attempt === ATTEMPTS) throw new Error(`${row.numero} is written to by others all the time`)
      recorded = await incidents.reload(row.numero, recorded)
    }
  }
}

async function commandOf(
  row: Incidente,
  linea: number,
  { ticketId, version, ultima }: Recorded,
  tardia: boolean,
  accounts: Accounts,
) {
  const origin: Origin = { fuente: 'servicenow', numero: row.numero, linea }
  const correlacionId = creationId(row.numero)
  const eventos = await eventsOf(row, ultima, tardia, accounts, origin)
  const comando = { tipo: 'registrar_historia' as const, ticketId, eventos }
  return {
    comandoId: ticketId === null ? correlacionId : row.id,
    correlacionId,
    comando,
    ...(ticketId === null ? {} : { versionVista: version }),
  }
}

async function eventsOf(
  row: Incidente,
  ultima: Incidente | null,
  tardia: boolean,
  accounts: Accounts,
  origin: Origin,
): Promise<TicketEvent[]> {
  if (ultima === null) return beginHistoria(row, await accounts.of(row), origin)
  return tardia ? traceLate(row, origin) : continueHistoria(ultima, row, await accounts.of(row), origin)
}

function noteRecorded(recorded: Recorded, row: Incidente, tardia: boolean, accepted: Accepted): void {
  recorded.ticketId = accepted.sujeto.id
  recorded.version = accepted.version
  recorded.filas.add(row.id)
  if (!tardia) recorded.ultima = row
}

/**
 * True when the log holds a row that this run hasn't met and that is newer: this one was left out of an earlier
 * run (it could not be read then, or its part of the file comes only now).
 */
function isLate(row: Incidente, { pendientes }: Recorded): boolean {
  const place = placeOf(row)
  return [...pendientes.values()].some((other) => other > place)
}
