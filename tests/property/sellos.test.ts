import { type Client, createClient } from '@libsql/client'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { Cabeza } from '@/events/seals/head'
import { LEAF_COLUMNS } from '@/events/seals/leaf'
import { FC_TIMEOUT, fcParams } from '../support/fc'
import { audit, sealNow, tamperLog } from '../support/seals'
import { openTestSystem, type TestSystem } from '../support/system'

let system: TestSystem
let raw: Client
let head: Cabeza

const EVENTS = 106
const COLUMNS = [...LEAF_COLUMNS, 'contenido', 'sal'] as const

beforeAll(async () => {
  system = await openTestSystem({ seeded: true })
  head = await sealNow(system)
  await tamperLog(system)
  raw = createClient({ url: `file:${system.file}`, concurrency: 1 })
  await raw.executeMultiple('PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;')
})
afterAll(async () => {
  raw.close()
  await system.close()
})

const Stored = z.object({ clase: z.string(), bytes: z.string(), numero: z.number().nullable() })

/** An SQL literal of a column as it is stored. */
const literal = ({ clase, bytes, numero }: z.infer<typeof Stored>) => {
  if (clase === 'null') return 'NULL'
  return clase === 'integer' ? String(numero) : `CAST(x'${bytes}' AS TEXT)`
}

async function stored(column: string, id: number): Promise<z.infer<typeof Stored>> {
  const { rows } = await raw.execute(
    `SELECT typeof(${column}) AS clase, hex(CAST(${column} AS BLOB)) AS bytes,
      CASE typeof(${column}) WHEN 'integer' THEN ${column} END AS numero FROM interacciones WHERE id = ${id}`,
  )
  return Stored.parse(rows[0])
}

/** One byte changed: of a text at any place, of a number in its lowest four, of nothing to a text of one. */
function altered(value: z.infer<typeof Stored>, at: number, by: number): string {
  if (value.clase === 'integer') return String((value.numero ?? 0) ^ (by << (8 * (at % 3))))
  const bytes = Buffer.from(value.bytes, 'hex')
  if (bytes.length === 0) return `CAST(x'${Buffer.of(by).toString('hex')}' AS TEXT)`
  const index = at % bytes.length
  bytes[index] = (bytes[index] ?? 0) ^ by
  return `CAST(x'${bytes.toString('hex')}' AS TEXT)`
}

/** @returns false where the schema's own keys refuse it */
async function write(column: string, id: number, value: string): Promise<boolean> {
  try {
    await raw.execute(`UPDATE interacciones SET ${column} = ${value} WHERE id = ${id}`)
    return true
  } catch (error) {
    if (error instanceof Error && /UNIQUE constraint/.test(error.message)) return false
    throw error
  }
}

const anyByte = fc.record({
  id: fc.integer({ min: 1, max: EVENTS }),
  column: fc.constantFrom(...COLUMNS),
  at: fc.nat(2000),
  by: fc.integer({ min: 1, max: 255 }),
})

// Mutants seen to fail: contents read as text without looking for broken UTF-8; a salt in capitals; a leaf without orden.
test(
  'any single byte of any column of any event that is not as it was sealed is found, with its position',
  async () => {
    await fc.assert(
      fc.asyncProperty(anyByte, async ({ id, column, at, by }) => {
        const before = await stored(column, id)
        const after = altered(before, at, by)
        if (!(await write(column, id, after))) return
        const report = await audit(system, [head])
        const found = report.hallazgos.flatMap((one) =>
          one.clase === 'evento' || one.clase === 'contenido' ? [one.posicion] : [],
        )
        await write(column, column === 'id' ? Number(after) : id, literal(before))
        // An event with another id is missing at its own place, or stands where none may.
        const places = column === 'id' ? [id, Number(after)] : [id]
        expect(
          found.some((posicion) => places.includes(posicion)),
          JSON.stringify(report.hallazgos),
        ).toBe(true)
        if (column !== 'contenido' && column !== 'sal')
          expect(report.hallazgos).toContainEqual(
            expect.objectContaining({ clase: 'cabeza', motivo: 'raiz' }),
          )
      }),
      fcParams(250),
    )
    expect(await audit(system, [head])).toMatchObject({ hallazgos: [], confirmados: EVENTS })
  },
  FC_TIMEOUT,
)
