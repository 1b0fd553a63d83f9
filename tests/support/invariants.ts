import { createClient } from '@libsql/client'
import { verifyProjections } from '@projections/engine/verify'
import { expect } from 'vitest'
import { z } from 'zod'
import type { TestSystem } from './system'

const LogRow = z.object({
  id: z.number(),
  ticket_id: z.number().nullable(),
  cuenta_id: z.number().nullable(),
  usuario_id: z.number(),
  tipo: z.string(),
  contenido: z.string().nullable(),
  version: z.number(),
  comando_id: z.string(),
  orden: z.number(),
  fecha_registro: z.string(),
})
export type LogRow = z.infer<typeof LogRow>

/** The log as raw rows, read by a client of its own. */
export async function readLog(url: string): Promise<LogRow[]> {
  const raw = createClient({ url })
  try {
    return (await raw.execute('SELECT * FROM interacciones ORDER BY id')).rows.map((row) => LogRow.parse(row))
  } finally {
    raw.close()
  }
}

/** What must hold after anything at all: versions 1..n, a command's events whole and once, fold(log) = live rows. */
export async function expectInvariants(system: TestSystem): Promise<LogRow[]> {
  const log = await readLog(`file:${system.file}`)
  const versions = new Map<string, number>()
  const orders = new Map<string, number>()
  let recorded = ''
  for (const row of log) {
    const stream = row.ticket_id === null ? `cuenta:${row.cuenta_id ?? '-'}` : `ticket:${row.ticket_id}`
    const version = (versions.get(stream) ?? 0) + 1
    expect(row.version, `${stream} at ${row.id}`).toBe(version)
    versions.set(stream, version)
    const order = orders.get(row.comando_id) ?? 0
    expect(row.orden, `command of ${row.id}`).toBe(order)
    orders.set(row.comando_id, order + 1)
    expect(row.fecha_registro >= recorded, `recording time of ${row.id}`).toBe(true)
    recorded = row.fecha_registro
  }
  expect(await verifyProjections(system.runtime.db.as('admin'))).toEqual([])
  return log
}
