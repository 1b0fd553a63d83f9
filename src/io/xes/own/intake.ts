import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import type { TicketEvent } from '@/domain/ticket/events'
import { createHistories, emptyHistory, type Recorded } from '../../histories'
import { createHistoryRecorder, type Storyteller } from '../../history-recorder'
import type { Recorder } from '../../recorder'
import type { Intake } from '../intake'
import { commandId, type OwnEntry, readOwn } from './event'

/** Takes in a log of our own: each event of it becomes the same event here. */
export function createOwnIntake(recorder: Recorder, db: Connection, held: number): Intake {
  const histories = createHistories((creacion) => loadTicket(db, creacion), held)
  const record = createHistoryRecorder(recorder, histories, createTeller(recorder))
  return (suceso) => {
    const parsed = readOwn(suceso)
    if (!parsed.ok) return suceso.problema ? { ok: false, problema: suceso.problema } : parsed
    const { entry } = parsed
    const known = { sinCorrespondencia: null, recortados: 0 }
    return { ok: true, caso: entry.caso, ...known, record: () => record(entry) }
  }
}

function createTeller(recorder: Recorder): Storyteller<OwnEntry, true> {
  const ids = new Map<string, Promise<number>>()
  const find = (entry: OwnEntry, email: string): Promise<number> => {
    const known = ids.get(email)
    if (known) return known
    const account = entry.cuentas.get(email)
    if (!account) throw new Error(`${email} is not described`)
    const id = recorder.account(account)
    ids.set(email, id)
    return id
  }
  return {
    creationId: commandId,
    async tell(entry, _recorded, tardia) {
      const found = new Map<string, number>()
      for (const email of entry.cuentas.keys()) found.set(email, await find(entry, email))
      const evento = entry.build((email) => found.get(email) ?? 0)
      return { eventos: [tardia ? asTrace(evento) : evento], estado: true }
    },
  }
}

/** An event that comes after later ones: a comment stays one, and a change does not take the ticket back. */
function asTrace(evento: TicketEvent): TicketEvent {
  if (evento.tipo === 'comentario') return evento
  const { tipo, datos, origen, fecha, usuarioId } = evento
  return {
    tipo: 'edicion',
    datos: { campos: [] },
    contenido: null,
    origen: { ...origen, tardia: { tipo, datos } },
    ...(fecha === undefined ? {} : { fecha }),
    ...(usuarioId === undefined ? {} : { usuarioId }),
  }
}

const RECORDED = defineQuery({
  name: 'xes.propio',
  roles: ['admin'],
  // Imported here before, or made here: a log that comes back to its own database adds nothing either.
  sql: `SELECT t.id AS ticketId, t.version, t.comando_id = :creacion AS importado, i.evento_id AS evento,
      i.comando_id AS comando, i.fecha_creacion AS fecha
    FROM tickets t CROSS JOIN interacciones i ON i.ticket_id = t.id
    WHERE t.id = coalesce((SELECT id FROM tickets WHERE comando_id = :creacion),
      (SELECT ticket_id FROM interacciones WHERE evento_id = :evento))
    ORDER BY i.version`,
  row: z.object({
    ticketId: z.number(),
    version: z.number(),
    importado: z.number(),
    evento: z.string(),
    comando: z.string(),
    fecha: z.string(),
  }),
})

/** Reads from the log what is recorded of a ticket, by the id that its creation had where it was exported. */
async function loadTicket(db: Connection, creacion: string): Promise<Recorded<true>> {
  const recorded = emptyHistory<true>()
  const rows = await db.all(RECORDED, { creacion: commandId(creacion), evento: creacion })
  for (const { ticketId, version, importado, evento, comando, fecha } of rows) {
    recorded.ticketId = ticketId
    recorded.version = version
    recorded.estado = true
    const ids = importado === 1 ? [comando] : [comando, commandId(evento)]
    for (const id of ids) {
      recorded.filas.add(id)
      recorded.pendientes.set(id, fecha)
    }
  }
  return recorded
}
