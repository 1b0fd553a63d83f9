import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { AuditFilter } from '@projections/auditoria/filter'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { z } from 'zod'
import { exportAudit } from '@/io/auditoria/export'
import { AUDITOR } from '../../support/audit'
import { catchUp, someTicket, tamper } from '../../support/follow'
import { sealNow } from '../../support/seals'
import { openTestSystem, type TestSystem } from '../../support/system'

let system: TestSystem
beforeAll(async () => {
  system = await openTestSystem({ seeded: true })
  await sealNow(system)
  // One more event, that no seal holds yet.
  await someTicket(system, await system.person('cliente'))
  await catchUp(system)
})
afterAll(async () => await system.close())

async function exported(filter: z.input<typeof AuditFilter>, viewer = AUDITOR): Promise<string[]> {
  const db = system.runtime.db.as('api_server')
  let text = ''
  for await (const { texto } of exportAudit(db, viewer, {
    filter: AuditFilter.parse(filter),
    formato: 'jsonl',
    hasta: Number.MAX_SAFE_INTEGER,
  }))
    text += texto
  return text.split('\n').slice(0, -1)
}

/** The verifier as an outsider runs it: plain Node, one file, nothing of ours installed. */
async function verify(lines: readonly string[]): Promise<string> {
  const path = join(dirname(system.file), 'auditoria.jsonl')
  await writeFile(path, `${lines.join('\n')}\n`)
  const run = promisify(execFile)
  return await run(process.execPath, ['public/verificador/verificador.mjs', path]).then(
    ({ stdout }) => `bien ${stdout}`,
    (error: { readonly stdout?: string }) => `mal ${error.stdout ?? ''}`,
  )
}

// Mutants seen to fail: no head in the file; `sal` left out of a line.
test('an export carries one signed head and each sealed event’s way to it, for whoever trusts nobody', async () => {
  const lines = await exported({ ticket: 3 })
  const [head, ...events] = lines
  expect(head).toContain('"cabeza"')
  expect(events.length).toBeGreaterThan(3)
  for (const line of events) expect(line).toContain('"prueba"')
  expect(await verify(lines)).toMatch(/^bien/)
  const changed = events.map((line) => line.replace(/"tipo":"\w+"/, '"tipo":"comentario"'))
  expect(await verify([head ?? '', ...changed])).toMatch(/^mal/)
})

test('what is not sealed yet comes without a proof, and a client gets not even the head', async () => {
  const lines = await exported({})
  const unproved = lines.slice(1).filter((line) => !line.includes('"prueba"'))
  expect(unproved.length).toBe(2)
  expect(await exported({}, { id: 2, rol: 'cliente' })).toEqual([])
})

test('an erased content leaves the proof whole', async () => {
  await tamper(
    system,
    'DROP TRIGGER interacciones_no_update',
    'UPDATE interacciones SET contenido = NULL, sal = NULL WHERE ticket_id = 3 AND contenido IS NOT NULL',
  )
  expect(await verify(await exported({ ticket: 3 }))).toMatch(/^bien/)
})
