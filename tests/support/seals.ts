import { createClient } from '@libsql/client'
import { z } from 'zod'
import type { InformeAuditoria } from '@/events/seals/findings'
import type { Cabeza } from '@/events/seals/head'
import { loadSealKey } from '@/events/seals/keys'
import { sealAll } from '@/events/seals/sealer'
import { verifyLog } from '@/events/seals/verify'
import { tamper } from './follow'
import type { TestSystem } from './system'

/** Seals all that is in the log, as the service does. */
export async function sealNow(system: TestSystem): Promise<Cabeza> {
  const key = await loadSealKey(system.config.sellado.clave ?? '')
  const cabeza = await sealAll(system.runtime.db.as('sealer'), key, Date.now)
  if (cabeza === null) throw new Error('nothing to seal')
  return cabeza
}

export async function audit(system: TestSystem, contra: readonly Cabeza[] = []): Promise<InformeAuditoria> {
  return await verifyLog(system.runtime.db.as('admin'), { contra })
}

const DISARM = ['update', 'delete', 'replace'].map(
  (verb) => `DROP TRIGGER IF EXISTS interacciones_no_${verb}`,
)

/** What an owner of the file can do: the triggers dropped, the checks off, then whatever they like. */
export async function tamperLog(system: TestSystem, ...statements: readonly string[]): Promise<void> {
  await tamper(system, ...DISARM, 'PRAGMA ignore_check_constraints = ON', ...statements)
}

/** The same to the seals' own tables. */
export async function tamperSeals(system: TestSystem, ...statements: readonly string[]): Promise<void> {
  const client = createClient({ url: `file:${system.file}` })
  const { rows } = await client.execute(
    "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'sellos%'",
  )
  client.close()
  const drops = rows.map((row) => `DROP TRIGGER ${z.object({ name: z.string() }).parse(row).name}`)
  await tamper(system, ...drops, ...statements)
}
