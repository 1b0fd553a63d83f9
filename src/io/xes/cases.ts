import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import { Estado, Prioridad } from '@/domain/values'
import { emptyHistory, type Recorded } from '../histories'
import { placeOf } from './entry'
import type { Situacion } from './historia'

const RECORDED = defineQuery({
  name: 'xes.caso',
  roles: ['admin'],
  // What people did on the ticket since has no source, but it is part of how the ticket stands.
  sql: `SELECT t.id AS ticketId, t.version, t.estado, t.prioridad, t.categoria, t.asignado_a AS asignadoA,
      i.metadata ->> '$.json.origen.evento' AS evento, i.metadata ->> '$.json.origen.indice' AS indice,
      i.fecha_creacion AS fecha
    FROM tickets t CROSS JOIN interacciones i ON i.ticket_id = t.id
    WHERE t.comando_id = :caso AND i.orden = 0 AND i.metadata ->> '$.json.origen.fuente' = 'xes'
    ORDER BY i.version`,
  row: z.object({
    ticketId: z.number(),
    version: z.number(),
    estado: Estado,
    prioridad: Prioridad,
    categoria: z.string().nullable(),
    asignadoA: z.number().nullable(),
    evento: z.string(),
    indice: z.number(),
    fecha: z.string(),
  }),
})

/** Reads from the log what is recorded of a case, and how its ticket stands by now. */
export async function loadCase(db: Connection, caso: string): Promise<Recorded<Situacion>> {
  const recorded = emptyHistory<Situacion>()
  for (const { ticketId, version, evento, indice, fecha, ...row } of await db.all(RECORDED, { caso })) {
    recorded.ticketId = ticketId
    recorded.version = version
    recorded.filas.add(evento)
    recorded.pendientes.set(evento, placeOf(fecha, indice))
    recorded.estado = row
  }
  return recorded
}
