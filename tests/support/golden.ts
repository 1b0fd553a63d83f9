import { readdirSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import type { StoredEvent } from '@/events/stored'

const folder = new URL('../fixtures/eventos/', import.meta.url)

/** An event as it was once stored, and by hand, what it is read as today. */
const Golden = z.object({
  tipo: z.string(),
  ticket: z.boolean(),
  contenido: z.string().nullable(),
  metadata: z.string(),
  evento: z.record(z.string(), z.unknown()),
})

/** The golden events of every version, each with the version that its file is named after. */
export const GOLDEN = readdirSync(folder).flatMap((name) => {
  const version = Number(/^v(\d+)\.json$/.exec(name)?.[1])
  const events = z.array(Golden).parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8')))
  return events.map((golden) => ({ ...golden, version }))
})

/** A row of the log: a comment on ticket 5, at position 9, but for what is given. */
export function stored(part: Partial<StoredEvent>): StoredEvent {
  const time = '2026-03-01T10:00:00.000Z'
  return {
    id: 9,
    evento_id: 'e',
    ticket_id: 5,
    cuenta_id: null,
    usuario_id: 2,
    tipo: 'comentario',
    contenido: null,
    metadata: '{}',
    es_interno: false,
    version: 3,
    comando_id: 'c',
    orden: 0,
    correlacion_id: 'c',
    causa_id: null,
    fecha_creacion: time,
    fecha_registro: time,
    ...part,
  }
}
