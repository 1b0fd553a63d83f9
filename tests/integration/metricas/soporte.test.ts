import { createClient } from '@libsql/client'
import { supportFigures } from '@projections/resumen/soporte'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { catchUp } from '../../support/follow'
import { openTestSystem, type TestSystem } from '../../support/system'

let system: TestSystem
beforeEach(async () => {
  system = await openTestSystem({ seeded: true })
  await catchUp(system)
})
afterEach(async () => await system.close())

const DAY = 86_400_000
const Row = z.object({ fecha: z.string() })

// Mutants seen to fail: what is older than a month not taken from the whole; closed ones among the whole.
test('the age of what is open adds up to what is open, each ticket in its span', async () => {
  const client = createClient({ url: system.url })
  const { rows } = await client.execute(
    "SELECT fecha_creacion AS fecha FROM tickets WHERE estado IN ('abierto', 'en_progreso')",
  )
  client.close()
  const now = Date.now() + 20 * DAY
  const ages = rows.map((row) => (now - Date.parse(Row.parse(row).fecha)) / DAY)
  const within = (from: number, to: number) => ages.filter((age) => age > from && age <= to).length
  const { antiguedad } = await supportFigures(system.runtime.db.as('api_server'), now - 30 * DAY, now)
  expect(antiguedad).toEqual({
    dia: within(0, 1),
    semana: within(1, 7),
    mes: within(7, 30),
    mas: within(30, Number.POSITIVE_INFINITY),
  })
  expect(antiguedad.mes).toBeGreaterThan(0)
  expect(antiguedad.mas).toBeGreaterThan(0)
})
