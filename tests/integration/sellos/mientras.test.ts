import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Connection } from '@/db/client'
import { verifyLog } from '@/events/seals/verify'
import { someTicket } from '../../support/follow'
import { audit, sealNow, tamperSeals } from '../../support/seals'
import { openTestSystem, type TestSystem } from '../../support/system'

let system: TestSystem
beforeEach(async () => {
  system = await openTestSystem({ seeded: true })
})
afterEach(async () => await system.close())

const admin = () => system.runtime.db.as('admin')

/** A connection that does something before it is first asked this. */
function before(name: string, deed: () => Promise<unknown>): Connection {
  const real = admin()
  let done = false
  const due = async (asked: string) => {
    if (done || asked !== name) return
    done = true
    await deed()
  }
  return {
    ...real,
    all: async (query, args) => {
      await due(query.name)
      return await real.all(query, args)
    },
    first: async (query, args) => {
      await due(query.name)
      return await real.first(query, args)
    },
  }
}

async function grow(count: number): Promise<void> {
  const person = await system.person('operador')
  const ticketId = await someTicket(system, person)
  const comando = { tipo: 'comentar', ticketId, comentario: 'Otro', interno: false } as const
  await Promise.all(Array.from({ length: count - 2 }, () => system.dispatch(person, comando)))
}

// Mutants seen to fail: no bound for the log, or for the seals; upper tiles compared whole.
test.each([
  ['sellos.claves', 768],
  ['sellos.hojas_y_contenidos', 511],
  ['sellos.desde', 511],
  ['sellos.mosaicos_de_nivel', 511],
  ['sellos.tamano', 511],
])(
  'a service that appends and seals during a verification, before its %s, is no tampering',
  async (name, eventos) => {
    await grow(511 - 106)
    await sealNow(system)
    const db = before(name, async () => {
      // Past the end of a tile: there is one more hash in the tile above.
      await grow(257)
      await sealNow(system)
    })
    expect(await verifyLog(db)).toMatchObject({
      hallazgos: [],
      eventos,
      confirmados: eventos,
      sinSellar: null,
    })
    expect(await audit(system)).toMatchObject({ hallazgos: [], confirmados: 768, sellos: 2 })
  },
)

// Mutants seen to fail: `brokenUpperTile` that finds nothing; one that looks at the beginning of a tile alone.
test.each([
  [
    "hashes = CAST(substr(hashes, 1, 40) || iif(substr(hashes, 41, 1) = x'00', x'01', x'00') || substr(hashes, 42) AS BLOB)",
  ],
  ['hashes = CAST(hashes || randomblob(32) AS BLOB)'],
  ['hashes = CAST(substr(hashes, 1, 32) AS BLOB)'],
])('a tile above the leaves that is not what they add up to is named: %s', async (set) => {
  await grow(600 - 106)
  await sealNow(system)
  expect(await audit(system)).toMatchObject({ hallazgos: [], eventos: 600 })
  await tamperSeals(system, `UPDATE sellos_mosaicos SET ${set} WHERE nivel = 1`)
  expect((await audit(system)).hallazgos).toEqual([{ clase: 'arbol', nivel: 1, indice: 0 }])
})
