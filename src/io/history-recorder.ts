import type { Accepted } from '@/commands/types'
import type { Rejection } from '@/domain/rejections'
import type { TicketEvent } from '@/domain/ticket/events'
import type { Histories, Recorded } from './histories'
import type { Recorder } from './recorder'

/** One entry of a source: it becomes one command, whose id is made of all that the entry says. */
export interface SourceEntry {
  readonly id: string
  /** Which history it belongs to. */
  readonly caso: string
  /** Where it stands among its history's entries; sorts as text. */
  readonly lugar: string
}

export type EntryOutcome =
  | { readonly tipo: 'registrada'; readonly eventos: number; readonly nuevo: boolean }
  /** It was in the log already. */
  | { readonly tipo: 'omitida' }
  | { readonly tipo: 'rechazo'; readonly rechazo: Rejection }

/** What an entry comes to on what is recorded, and what the next one is told on. */
export interface Told<State> {
  readonly eventos: readonly TicketEvent[]
  readonly estado: State | null
}

/** How a source's entries become a ticket's history. */
export interface Storyteller<Entry extends SourceEntry, State> {
  /** The command that makes a history's ticket, whichever entry came first: by it the ticket is found again. */
  creationId(caso: string): string
  /** @param tardia true for an entry that is older than others that are recorded: it takes nothing back */
  tell(entry: Entry, recorded: Recorded<State>, tardia: boolean): Promise<Told<State>>
}

/** Records one entry, after all earlier entries of its history. */
export type HistoryRecorder<Entry> = (entry: Entry) => Promise<EntryOutcome>

// As often as other processes write to one ticket between a reading and a writing of ours, and then some.
const ATTEMPTS = 50

/**
 * Records entries as commands. Each is the difference from what was read, and goes in only if nothing came between;
 * whatever another process or person wrote meanwhile is read, and the entry judged again.
 */
export function createHistoryRecorder<Entry extends SourceEntry, State>(
  recorder: Recorder,
  histories: Histories<State>,
  teller: Storyteller<Entry, State>,
): HistoryRecorder<Entry> {
  return async (entry) => {
    let recorded = await histories.get(entry.caso)
    for (let attempt = 1; ; attempt++) {
      recorded.pendientes.delete(entry.id)
      if (recorded.filas.has(entry.id)) return { tipo: 'omitida' }
      const told = await teller.tell(entry, recorded, isLate(entry, recorded))
      const result = await recorder.dispatch(commandOf(entry, recorded, told, teller.creationId(entry.caso)))
      if (result.estado === 'aceptado') {
        // Also where the bus calls it a repetition: the log didn't have it a moment ago, so the answer was lost.
        const nuevo = recorded.ticketId === null
        noteRecorded(recorded, entry, told, result)
        return { tipo: 'registrada', eventos: told.eventos.length, nuevo }
      }
      const overtaken = result.estado === 'conflicto' || result.rechazo.codigo === 'COMANDO_REUTILIZADO'
      if (result.estado === 'rechazado' && (!overtaken || attempt === ATTEMPTS))
        return { tipo: 'rechazo', rechazo: result.rechazo }
      if (attempt === ATTEMPTS) throw new Error(`${entry.caso} is written to by others all the time`)
      recorded = await histories.reload(entry.caso, recorded)
    }
  }
}

function commandOf<State>(
  entry: SourceEntry,
  { ticketId, version }: Recorded<State>,
  { eventos }: Told<State>,
  correlacionId: string,
) {
  return {
    comandoId: ticketId === null ? correlacionId : entry.id,
    correlacionId,
    comando: { tipo: 'registrar_historia' as const, ticketId, eventos: [...eventos] },
    ...(ticketId === null ? {} : { versionVista: version }),
  }
}

function noteRecorded<State>(
  recorded: Recorded<State>,
  entry: SourceEntry,
  { estado }: Told<State>,
  accepted: Accepted,
): void {
  recorded.ticketId = accepted.sujeto.id
  recorded.version = accepted.version
  recorded.filas.add(entry.id)
  recorded.estado = estado
}

/**
 * True when the log holds an entry that this run hasn't met and that is newer: this one was left out of an earlier
 * run (it could not be read then, or its part of the file comes only now).
 */
function isLate({ lugar }: SourceEntry, { pendientes }: Recorded<unknown>): boolean {
  for (const other of pendientes.values()) if (other > lugar) return true
  return false
}
