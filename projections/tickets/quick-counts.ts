import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'
import { COUNT_LIMIT } from './counts'

/** The lists that staff come for, among the tickets that are not closed; each counted up to COUNT_LIMIT. */
export const QuickCounts = z.object({
  mios: z.number(),
  sinAsignar: z.number(),
  esperan: z.number(),
  criticos: z.number(),
})
export type QuickCounts = z.infer<typeof QuickCounts>

const [ASSIGNED, PRIORITY] = [
  'INDEXED BY idx_tickets_vivos_asignado',
  'INDEXED BY idx_tickets_vivos_prioridad',
]

// Each in an index that holds none but those who wait, so that it is left as soon as the limit is reached.
const AMONG: Readonly<Record<keyof QuickCounts, string>> = {
  mios: `${ASSIGNED} WHERE asignado_a = :viewer AND espera_a IS NOT NULL`,
  sinAsignar: `${ASSIGNED} WHERE asignado_a IS NULL AND espera_a IS NOT NULL`,
  esperan: "WHERE espera_a = 'equipo'",
  criticos: `${PRIORITY} WHERE prioridad_orden = 4 AND espera_a IS NOT NULL`,
}

const COUNT = defineQuery({
  name: 'tickets.cuentas.rapidas',
  roles: ['api_server'],
  sql: `SELECT ${Object.entries(AMONG)
    .map(
      ([name, among]) =>
        `(SELECT count(*) FROM (SELECT 1 FROM tickets ${among} LIMIT ${COUNT_LIMIT})) AS ${name}`,
    )
    .join(', ')}`,
  row: QuickCounts,
})

/** How many tickets each quick filter shows this viewer; null for a client, who has none. */
export async function countQuickFiltersQuery(db: Connection, viewer: Viewer): Promise<QuickCounts | null> {
  return seesOnlyOwn(viewer) ? null : await db.first(COUNT, { viewer: viewer.id })
}
