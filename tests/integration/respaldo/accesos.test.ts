import { mkdir } from 'node:fs/promises'
import { createClient } from '@libsql/client'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { findToken, revokeToken } from '@/auth/tokens'
import type { StoredBackup } from '@/backup/formato/folder'
import { readPoint } from '@/backup/registro/write'
import { streamOnce } from '@/backup/stream'
import { createRuntime } from '@/runtime'
import { type ApiSystem, openApiSystem, type Person } from '../../support/api/system'
import { type BackupWorld, openBackupWorld } from '../../support/backup/world'
import { catchUp, someTicket } from '../../support/follow'

let system: ApiSystem
let world: BackupWorld
let admin: Person
async function begin(remote = false): Promise<void> {
  system = await openApiSystem({ remote })
  world = await openBackupWorld(system)
  admin = await system.caller('admin')
}
beforeEach(() => begin())
afterEach(async () => {
  await world.close()
  await system.close()
})

/** Into the log, then at once, as whoever gives the command does; or they died between the two. */
async function revoke(token: string, died = false): Promise<void> {
  const db = system.runtime.db.as('auth')
  const found = await findToken(db, token, '', Date.now())
  const facts = { cuentaId: admin.id, tokenId: found?.tokenId ?? '' }
  expect(await system.dispatch(admin, { tipo: 'revocar_token', ...facts })).toMatchObject({
    estado: 'aceptado',
  })
  if (!died) await revokeToken(db, facts, Date.now())
}

async function webhook(): Promise<string> {
  const body = { url: 'https://ejemplo.test/avisos' }
  const made = await system.call('POST', '/api/webhooks', { token: admin.token, body })
  return z.object({ id: z.string() }).parse(await made.json()).id
}

const manage = async (id: string, accion: string) => {
  const body = { accion }
  const done = await system.call('POST', `/api/webhooks/${id}/gestion`, { token: admin.token, body })
  expect(done.status).toBeLessThan(300)
}

const remove = (id: string) => system.call('DELETE', `/api/webhooks/${id}`, { token: admin.token })

/** Which of these tokens the restored database lets in, and how each webhook stands there. */
async function restored(tokens: readonly string[]) {
  const database = { ...system.config.database, url: `file:${world.into}`, esArchivo: true }
  const runtime = await createRuntime({ ...system.config, database })
  try {
    const found = tokens.map((token) => findToken(runtime.db.as('auth'), token, '', Date.now()))
    const letIn = (await Promise.all(found)).map((one) => one !== null)
    return { letIn, webhooks: await rows('SELECT id, activo FROM webhooks ORDER BY id') }
  } finally {
    await runtime.close()
  }
}

async function rows(sql: string): Promise<unknown[][]> {
  const client = createClient({ url: `file:${world.into}` })
  try {
    return (await client.execute(sql)).rows.map((row) => Object.values(row))
  } finally {
    client.close()
  }
}

const piece = (): Promise<StoredBackup> =>
  streamOnce({
    ...{ ...world.options, carpeta: `${world.carpeta}-flujo`, cada: 1000 },
    retencion: { diasCompletas: 7, horasIncrementales: 24 },
  })

describe('tokens and webhooks come back as the log has them', () => {
  // Mutants seen to fail: no settleGrants; without REVOKE, or webhooks_borrados; without entregas_sin_webhook; neither table in SIDE_TABLES.
  test.each([[false], [true]])('from a full backup and incremental ones (remote: %s)', async (remote) => {
    if (remote) {
      await world.close()
      await system.close()
      await begin(true)
    }
    const [kept, ended, half] = [
      admin.token,
      await system.token(admin, ['read']),
      await system.token(admin, ['read']),
    ]
    const [paused, deleted, active] = [await webhook(), await webhook(), await webhook()]
    // A delivery of each.
    await someTicket(system, admin)
    await catchUp(system)
    await manage(active, 'pausar')
    await world.full()
    await revoke(ended)
    await revoke(half, true)
    const [later, both] = [await system.token(admin, ['read']), await system.token(admin, ['read'])]
    await revoke(both)
    await manage(paused, 'reanudar')
    await manage(paused, 'pausar')
    await manage(active, 'reanudar')
    await remove(deleted)
    const made = await webhook()
    const newcomer = await system.caller('cliente')
    await world.incremental()
    await world.restore({ tipo: 'ultimo' })
    expect(await restored([kept, ended, half, later, both, newcomer.token])).toEqual({
      letIn: [true, false, false, true, false, true],
      webhooks: [
        [paused, 0],
        [active, 1],
        [made, 1],
      ],
    })
  })

  // Mutant seen to fail: either table without `continua`.
  test('from the stream, whose pieces have them too', async () => {
    await mkdir(`${world.carpeta}-flujo`, { recursive: true })
    await piece()
    const [ended, later] = [await system.token(admin, ['read']), await system.token(admin, ['read'])]
    const made = await webhook()
    await piece()
    await revoke(ended)
    await piece()
    await world.restore({ tipo: 'ultimo' }, [`${world.carpeta}-flujo`])
    expect(await restored([ended, later])).toEqual({ letIn: [false, true], webhooks: [[made, 1]] })
  })

  // Mutants seen to fail: no tokens_sin_alta; no webhooks_sin_alta; a cut that leaves out tokens_api.
  test.each([['completa'], ['incremental']])(
    'as they were before the end of a cut backup: %s',
    async (cut) => {
      if (cut === 'incremental') await world.full()
      const before = await system.token(admin, ['read'])
      const { posicion } = await readPoint(world.options.db)
      const after = await system.token(admin, ['read'])
      const newcomer = await system.caller('operador')
      await webhook()
      await (cut === 'incremental' ? world.incremental() : world.full())
      await world.restore({ tipo: 'posicion', posicion })
      const found = await restored([admin.token, before, after, newcomer.token])
      expect(found).toEqual({ letIn: [true, true, false, false], webhooks: [] })
    },
  )
})

// Mutant seen to fail: without END_DELIVERIES.
test('what waited to be sent to a webhook holds nobody up after a restore', async () => {
  await webhook()
  await someTicket(system, admin)
  await catchUp(system)
  await world.full()
  await world.restore({ tipo: 'ultimo' })
  const states = await rows('SELECT estado, error FROM webhooks_entregas')
  expect(states).toEqual([['muerta', expect.stringContaining('la copia que se restauró')]])
})
