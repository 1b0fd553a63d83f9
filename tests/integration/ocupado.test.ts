import { createClient } from '@libsql/client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { type Database, openDatabase } from '@/db/client'
import { DatabaseBusy } from '@/db/errors'
import { defineQuery, defineWrite } from '@/db/queries'
import { openTestSystem, type TestSystem } from '../support/system'

// Within a batch: of the connection that writes.
const KEYS = defineQuery({
  name: 'prueba.claves_ajenas',
  roles: ['admin'],
  sql: 'SELECT foreign_keys FROM pragma_foreign_keys',
  row: z.object({ foreign_keys: z.number() }),
})
const TOUCH = defineWrite({
  name: 'prueba.tocar',
  roles: ['admin'],
  sql: "UPDATE checkpoints SET fecha = fecha WHERE proyeccion = 'sellos'",
})

let system: TestSystem
let db: Database
beforeEach(async () => {
  system = await openTestSystem()
  db = await openDatabase({ url: system.url })
})
afterEach(async () => {
  db.close()
  await system.close()
})

// Mutant seen to fail: the connection renewed after its turn, as it was: CLIENT_CLOSED, or a batch without foreign keys.
test('batches that queue while another process holds the file are all told so, and run on a whole connection after', async () => {
  const holder = createClient({ url: system.url, concurrency: 1 })
  const lock = await holder.transaction('write')
  const touch = async () =>
    await db.as('admin').batch([
      { statement: TOUCH, args: [] },
      { statement: KEYS, args: [] },
    ])
  const refused = await Promise.allSettled(Array.from({ length: 4 }, touch))
  for (const one of refused) expect(one.status === 'rejected' && one.reason).toBeInstanceOf(DatabaseBusy)
  // Freed while the rest of the queue waits: what comes after a refusal goes through, and with every PRAGMA.
  const queued = Promise.allSettled(Array.from({ length: 4 }, touch))
  await lock.rollback()
  holder.close()
  for (const one of await queued) {
    if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(DatabaseBusy)
    else expect(one.value[1]?.rows[0]).toMatchObject({ foreign_keys: 1 })
  }
  expect((await touch())[1]?.rows[0]).toMatchObject({ foreign_keys: 1 })
})
