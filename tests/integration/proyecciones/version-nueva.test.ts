import { createClient } from '@libsql/client'
import { NewerRows } from '@projections/engine/checkpoints'
import { rebuildProjections } from '@projections/engine/rebuild'
import { rebuildLive, rebuildOutdated } from '@projections/engine/rebuild-live'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Connection } from '@/db/client'
import { removeScratch } from '@/db/scratch'
import { catchUp, someTicket, tamper } from '../../support/follow'
import { openTestSystem, type TestSystem } from '../../support/system'

let system: TestSystem
beforeEach(async () => {
  system = await openTestSystem()
  await someTicket(system, await system.person('cliente', 'Ana'))
  await catchUp(system)
  await rebuildOutdated(options())
})
afterEach(async () => await system.close())

function options() {
  const { db, newId } = system.runtime
  return { database: db, url: system.config.database.url, now: Date.now, newId }
}

/** The rows, and how their checkpoints stand. */
async function readRows() {
  const client = createClient({ url: `file:${system.file}` })
  const column = async (sql: string) => (await client.execute(sql)).rows.map((row) => row[0])
  const names = "proyeccion IN ('resumen', 'tickets')"
  const found = {
    titulos: await column('SELECT titulo FROM tickets'),
    reaperturas: await column('SELECT reaperturas FROM resumen_tickets'),
    versiones: await column(`SELECT version FROM checkpoints WHERE ${names}`),
    pendientes: await column(`SELECT pendiente FROM checkpoints WHERE ${names}`),
  }
  client.close()
  return found
}

describe('rows of newer code than this', () => {
  // Mutant seen to fail: a rebuild that asks for nobody's version, and notes the one that it reads as its own.
  test('are left alone, and stay marked for it', async () => {
    const where = "WHERE proyeccion IN ('resumen', 'tickets')"
    await tamper(system, `UPDATE checkpoints SET version = 99, pendiente = 1 ${where}`)
    for (const nombre of ['resumen', 'tickets'] as const)
      await expect(rebuildLive([nombre], options())).rejects.toThrow(NewerRows)
    expect(await rebuildOutdated(options())).toEqual([])
    expect(await readRows()).toMatchObject({ versiones: [99, 99], pendientes: [1, 1] })
  })

  // Mutants seen to fail: each of the two fences of a repair without the version.
  test('are left alone too where it came while they were being compared', async () => {
    await tamper(
      system,
      'UPDATE resumen_tickets SET reaperturas = 7',
      "UPDATE tickets SET titulo = 'De la nueva'",
    )
    const path = `${system.file}.sombra`
    for (const nombre of ['tickets', 'resumen'] as const) {
      const admin = system.runtime.db.as('admin')
      const db: Connection = {
        ...admin,
        async batch(items) {
          await tamper(system, `UPDATE checkpoints SET version = 99 WHERE proyeccion = '${nombre}'`)
          return await admin.batch(items)
        },
      }
      const rebuilt = rebuildProjections({ db, nombres: [nombre], path, repair: true })
      await expect(rebuilt).rejects.toThrow(NewerRows)
      await removeScratch(path)
    }
    expect(await readRows()).toEqual({
      titulos: ['De la nueva'],
      reaperturas: [7],
      versiones: [99, 99],
      pendientes: [0, 0],
    })
  })
})
