import type { TicketEvent } from '@/domain/ticket/events'
import type { SourceEntry, Storyteller } from '../history-recorder'
import type { Accounts } from './accounts'
import type { Incidente } from './fila'
import { beginHistoria, continueHistoria, type Origin, traceLate } from './historia'
import { creationId, placeOf } from './incidents'

/** A row of the file on its way into the log. */
export interface Row extends SourceEntry {
  readonly incidente: Incidente
  readonly linea: number
}

/** An incident's row with its place in the file. */
export function toRow(incidente: Incidente, linea: number): Row {
  return { id: incidente.id, caso: incidente.numero, lugar: placeOf(incidente), incidente, linea }
}

/** Tells a row as its difference from the one before it. */
export function createRowTeller(accounts: Accounts): Storyteller<Row, Incidente> {
  return {
    creationId,
    async tell({ incidente, linea }, { estado }, tardia) {
      const origin: Origin = { fuente: 'servicenow', numero: incidente.numero, linea }
      const eventos = await eventsOf(incidente, estado, tardia, accounts, origin)
      return { eventos, estado: tardia ? estado : incidente }
    },
  }
}

async function eventsOf(
  row: Incidente,
  before: Incidente | null,
  tardia: boolean,
  accounts: Accounts,
  origin: Origin,
): Promise<TicketEvent[]> {
  if (before === null) return beginHistoria(row, await accounts.of(row), origin)
  return tardia ? traceLate(row, origin) : continueHistoria(before, row, await accounts.of(row), origin)
}
