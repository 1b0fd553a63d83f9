import { createClient } from '@libsql/client'
import { readEvents } from '@projections/engine/events'
import { Follower } from '@projections/engine/follower'
import { isInline } from '@projections/engine/projection'
import { verifyProjections } from '@projections/engine/verify'
import { CHECKPOINT_NAMES, FOLLOWERS, PROJECTION_NAMES } from '@projections/registry'
import { expect } from 'vitest'
import type { Actor } from '@/domain/actor'
import type { StoredEvent } from '@/events/stored'
import type { TestSystem } from './system'

/** Brings all that follows the log up to date, as a runner of its own would. */
export async function catchUp(system: TestSystem): Promise<void> {
  const { db, newId } = system.runtime
  for (const projection of FOLLOWERS) {
    const options = { db: db.as('projector'), now: Date.now, titular: newId(), leaseFor: 1000 }
    const follower = new Follower(projection, options)
    expect(await follower.follow()).toBe('al_dia')
    await follower.release()
  }
}

/** Every row and column of every projection is what the log adds up to. */
export async function expectRebuilt(system: TestSystem): Promise<void> {
  expect(await verifyProjections(system.runtime.db.as('admin'), PROJECTION_NAMES)).toEqual([])
}

/** Opens a ticket. */
export async function someTicket(system: TestSystem, actor: Actor, titulo = 'No imprime'): Promise<number> {
  const facts = {
    descripcion: 'Nada de nada',
    prioridad: 'media',
    categoria: null,
    solicitanteId: null,
  } as const
  const result = await system.dispatch(actor, { tipo: 'crear_ticket', titulo, ...facts })
  if (result.estado !== 'aceptado') throw new Error(`no ticket: ${JSON.stringify(result)}`)
  return result.sujeto.id
}

/** Does to the database what no code path does. */
export async function tamper(system: TestSystem, ...statements: readonly string[]): Promise<void> {
  const client = createClient({ url: `file:${system.file}` })
  await client.executeMultiple(
    `PRAGMA foreign_keys = OFF; BEGIN; ${statements.map((sql) => `${sql};`).join(' ')} COMMIT;`,
  )
  client.close()
}

/** The log as it is stored. */
export async function readStored(system: TestSystem): Promise<StoredEvent[]> {
  return await readEvents(system.runtime.db.as('admin'), 0, Number.MAX_SAFE_INTEGER, 100_000)
}

/** What the status of each projection says when all of them are up to date. */
export const SETTLED = CHECKPOINT_NAMES.map((nombre) => (isInline(nombre) ? 'en_linea' : 'al_dia'))
