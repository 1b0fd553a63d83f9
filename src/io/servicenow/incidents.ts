import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import { emptyHistory, type Recorded } from '../histories'
import { stableUlid } from '../stable-id'
import { type Fila, type Incidente, readIncidente } from './fila'
import { applyCambios } from './historia'

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
export async function loadIncident(db: Connection, numero: string): Promise<Recorded<Incidente>> {
  const recorded = emptyHistory<Incidente>()
  let fila: Fila = {}
  const traces = await db.all(RECORDED, { creacion: creationId(numero) })
  for (const { ticketId, version, origen } of traces) {
    const row = origen.fila ?? applyCambios(fila, origen.cambios ?? {})
    const parsed = readIncidente(row)
    if (!parsed.ok) throw new Error(`ticket ${ticketId}: a recorded row of ${numero} can't be read any more`)
    const { incidente } = parsed
    recorded.filas.add(incidente.id)
    recorded.pendientes.set(incidente.id, placeOf(incidente))
    recorded.ticketId = ticketId
    recorded.version = version
    if (origen.tardia) continue
    fila = row
    recorded.estado = incidente
  }
  return recorded
}
