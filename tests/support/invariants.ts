import { createClient } from '@libsql/client'
import { verifyProjections } from '@projections/engine/verify'
import { expect } from 'vitest'
import type { TestSystem } from './system'

/** The log as raw rows, read by a client of its own. */
export async function readLog(url: string): Promise<Record<string, unknown>[]> {
  const raw = createClient({ url })
  try {
    return (await raw.execute('SELECT * FROM interacciones ORDER BY id')).rows.map((row) => ({ ...row }))
  } finally {
    raw.close()
  }
}

/** What must hold after anything at all: versions 1..n, a command's events whole and once, fold(log) = live rows. */
export async function expectInvariants(system: TestSystem): Promise<Record<string, unknown>[]> {
  const log = await readLog(system.url)
  const versions = new Map<string, number>()
  const orders = new Map<string, number>()
  let recorded = ''
  for (const row of log) {
    const stream =
      row.ticket_id === null ? `cuenta:${String(row.cuenta_id)}` : `ticket:${String(row.ticket_id)}`
    const version = (versions.get(stream) ?? 0) + 1
    expect(row.version, `${stream} at ${String(row.id)}`).toBe(version)
    versions.set(stream, version)
    const order = orders.get(String(row.comando_id)) ?? 0
    expect(row.orden, `command of ${String(row.id)}`).toBe(order)
    orders.set(String(row.comando_id), order + 1)
    expect(String(row.fecha_registro) >= recorded, `recording time of ${String(row.id)}`).toBe(true)
    recorded = String(row.fecha_registro)
  }
  expect(await verifyProjections(system.runtime.db.as('admin'))).toEqual([])
  return log
}
