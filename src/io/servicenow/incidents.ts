import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import { stableUlid } from '../stable-id'
import { type Fila, type Incidente, readIncidente } from './fila'
import { applyCambios } from './historia'

/** What is recorded of an incident so far. */
export interface Recorded {
  ticketId: number | null
  /** The ticket's version when it was read or last written. */
  version: number
  /** The newest row that was recorded. */
  ultima: Incidente | null
  /** The ids of all recorded rows. */
  readonly filas: Set<string>
  /** Recorded rows that this run has not met yet, with their place in time. */
  readonly pendientes: Map<string, string>
}

/** The command that makes an incident's ticket, whichever row came first: by it the ticket is found again. */
export function creationId(numero: string): string {
  return stableUlid('servicenow', 'incidente', numero)
}

/** Where a row stands in time among its incident's; rows of one minute by their count. */
export function placeOf({ fecha, modificacion }: Incidente): string {
  return `${fecha}#${String(modificacion).padStart(9, '0')}`
}

const Text = z.string().nullable()
const Trace = z.object({
  fila: z.record(z.string(), Text).optional(),
  cambios: z.record(z.string(), z.tuple([Text, Text])).optional(),
  tardia: z.boolean().optional(),
})

const RECORDED = defineQuery({
  name: 'servicenow.incidente',
  roles: ['admin'],
  // What people did on the ticket since has no source, and is none of the incident's rows.
  sql: `SELECT t.id AS ticketId, t.version, i.metadata -> '$.json.origen' AS origen
    FROM tickets t CROSS JOIN interacciones i ON i.ticket_id = t.id
    WHERE t.comando_id = :creacion AND i.orden = 0 AND i.metadata ->> '$.json.origen.fuente' = 'servicenow'
    ORDER BY i.version`,
  row: z.object({
    ticketId: z.number(),
    version: z.number(),
    origen: z.string().transform((text) => Trace.parse(JSON.parse(text))),
  }),
})

/** Reads from the log what is recorded of an incident: its traces, folded, give its rows back. */
async function loadRecorded(db: Connection, numero: string): Promise<Recorded> {
  const [filas, pendientes] = [new Set<string>(), new Map<string, string>()]
  const recorded: Recorded = { ticketId: null, version: 0, ultima: null, filas, pendientes }
  let fila: Fila = {}
  const traces = await db.all(RECORDED, { creacion: creationId(numero) })
  for (const { ticketId, version, origen } of traces) {
    const row = origen.fila ?? applyCambios(fila, origen.cambios ?? {})
    const parsed = readIncidente(row)
    if (!parsed.ok) throw new Error(`ticket ${ticketId}: a recorded row of ${numero} can't be read any more`)
    const { incidente } = parsed
    filas.add(incidente.id)
    pendientes.set(incidente.id, placeOf(incidente))
    recorded.ticketId = ticketId
    recorded.version = version
    if (origen.tardia) continue
    fila = row
    recorded.ultima = incidente
  }
  return recorded
}

/** The incidents that an import is busy with; those long past are forgotten, for the log has them. */
export interface Incidents {
  get(numero: string): Promise<Recorded>
  /** Reads an incident from the log again, after another process wrote to it; rows that were met stay so. */
  reload(numero: string, before: Recorded): Promise<Recorded>
}

/** Holds at most `limit` incidents, forgetting the one that was asked for least recently. */
export function createIncidents(db: Connection, limit: number): Incidents {
  const held = new Map<string, Promise<Recorded>>()
  const load = (numero: string) => {
    const recorded = loadRecorded(db, numero)
    held.set(numero, recorded)
    return recorded
  }
  return {
    async get(numero) {
      const known = held.get(numero)
      if (!known) {
        const oldest = held.keys().next()
        if (held.size >= limit && !oldest.done) held.delete(oldest.value)
        return await load(numero)
      }
      held.delete(numero)
      held.set(numero, known)
      return await known
    },
    async reload(numero, before) {
      const recorded = await load(numero)
      const met = [...before.filas].filter((id) => !before.pendientes.has(id))
      for (const id of met) recorded.pendientes.delete(id)
      return recorded
    },
  }
}
