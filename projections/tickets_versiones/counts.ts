import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import { ESTADOS, type Estado } from '@/domain/values'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'
import { COUNT_LIMIT, Counts } from '../tickets/counts'
import { OWN_FIRST, STANDING } from './list'

/** How many versions of a state are looked at, those that began last first: what stands at a moment is among them. */
export const LOOKED_AT = 10_000

const begun = (estado: Estado) =>
  `FROM tickets_versiones v WHERE v.estado = '${estado}' AND v.desde <= :momento ORDER BY v.desde DESC`

// All that ever were in a state would be counted: it grows with the log, though what stands doesn't.
const COUNT_ALL = defineQuery({
  name: 'tickets_versiones.cuentas.interno',
  roles: ['api_server'],
  sql: `SELECT ${ESTADOS.flatMap((estado) => [
    `(SELECT count(*) FROM (SELECT 1 FROM (SELECT v.hasta ${begun(estado)} LIMIT ${LOOKED_AT})
      WHERE hasta > :momento LIMIT ${COUNT_LIMIT})) AS ${estado}`,
    `(SELECT count(*) FROM (SELECT 1 ${begun(estado)} LIMIT 1 OFFSET ${LOOKED_AT})) AS ${estado}_mas`,
  ]).join(', ')}`,
  row: Counts.extend({
    abierto_mas: z.number(),
    en_progreso_mas: z.number(),
    resuelto_mas: z.number(),
    cerrado_mas: z.number(),
  }),
})

const COUNT_OWN = defineQuery({
  name: 'tickets_versiones.cuentas.cliente',
  roles: ['api_server'],
  sql: `SELECT ${ESTADOS.map(
    (estado) => `(SELECT count(*) FROM (SELECT 1 FROM tickets_versiones v ${OWN_FIRST}
      WHERE v.usuario_id = :viewer AND v.estado = '${estado}' AND ${STANDING.cliente} LIMIT ${COUNT_LIMIT})) AS ${estado}`,
  ).join(', ')}`,
  row: Counts,
})

/** How many tickets stood in each state, and of which states there may have been more. */
export interface CountsAsOf {
  readonly cuentas: Readonly<Record<Estado, number>>
  readonly incompletas: readonly Estado[]
}

/**
 * How many tickets stood in each state at a moment, of those that the viewer may see; each up to COUNT_LIMIT. For staff
 * among the last LOOKED_AT versions of each state.
 */
export async function countTicketsAsOfQuery(
  db: Connection,
  viewer: Viewer,
  momento: string,
): Promise<CountsAsOf> {
  const none = { abierto: 0, en_progreso: 0, resuelto: 0, cerrado: 0 }
  if (seesOnlyOwn(viewer)) {
    const own = await db.first(COUNT_OWN, { momento, viewer: viewer.id })
    return { cuentas: own ?? none, incompletas: [] }
  }
  const row = await db.first(COUNT_ALL, { momento })
  if (!row) return { cuentas: none, incompletas: [] }
  const { abierto, en_progreso, resuelto, cerrado } = row
  return {
    cuentas: { abierto, en_progreso, resuelto, cerrado },
    incompletas: ESTADOS.filter((estado) => row[`${estado}_mas`] > 0),
  }
}
