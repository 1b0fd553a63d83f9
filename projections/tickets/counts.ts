import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import { ESTADOS, type Estado } from '@/domain/values'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'

/** Counting stops here: beyond it a page shows "999+", and the query stays bounded at any size. */
export const COUNT_LIMIT = 1000

const countOf = (estado: Estado, scope: string) =>
  `(SELECT count(*) FROM (SELECT 1 FROM tickets WHERE ${scope}estado = '${estado}' LIMIT ${COUNT_LIMIT})) AS ${estado}`

export const Counts = z.object({
  abierto: z.number(),
  en_progreso: z.number(),
  resuelto: z.number(),
  cerrado: z.number(),
})

const COUNT_ALL = defineQuery({
  name: 'tickets.cuentas.interno',
  roles: ['api_server'],
  sql: `SELECT ${ESTADOS.map((estado) => countOf(estado, '')).join(', ')}`,
  row: Counts,
})

const COUNT_OWN = defineQuery({
  name: 'tickets.cuentas.cliente',
  roles: ['api_server'],
  sql: `SELECT ${ESTADOS.map((estado) => countOf(estado, 'usuario_id = :viewer AND ')).join(', ')}`,
  row: Counts,
})

/** How many tickets of each state the viewer may see, each up to COUNT_LIMIT. */
export async function countTicketsQuery(db: Connection, viewer: Viewer): Promise<Record<Estado, number>> {
  const row = seesOnlyOwn(viewer)
    ? await db.first(COUNT_OWN, { viewer: viewer.id })
    : await db.first(COUNT_ALL)
  return row ?? { abierto: 0, en_progreso: 0, resuelto: 0, cerrado: 0 }
}
