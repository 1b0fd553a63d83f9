import { type InValue, LibsqlError } from '@libsql/client'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { classifyFailure, remoteFailure } from '@/db/errors'
import { failure, type HranaFixture, openHrana } from '../../support/hrana/fixture'

let hrana: HranaFixture
beforeEach(async () => {
  hrana = await openHrana()
})
afterEach(async () => await hrana.close())

const insert = (a: string, b: InValue = null) => ({ sql: 'INSERT INTO t (a, b) VALUES (?, ?)', args: [a, b] })

/** A blob as a list of its bytes: two ArrayBuffers count as equal whatever is in them. */
const plain = (value: unknown) => (value instanceof ArrayBuffer ? [...new Uint8Array(value)] : value)

describe('a value', () => {
  const values: readonly [string, InValue, unknown][] = [
    ['NULL', null, null],
    ['an empty text', '', ''],
    ['text with an emoji', 'ñandú 🇪🇸👩‍👩‍👧 «fin»\n', 'ñandú 🇪🇸👩‍👩‍👧 «fin»\n'],
    ['an integer', 42n, 42n],
    ['an integer beyond 2^53', 9_007_199_254_740_993n, 9_007_199_254_740_993n],
    ['the largest integer', 2n ** 63n - 1n, 2n ** 63n - 1n],
    ['the smallest integer', -(2n ** 63n), -(2n ** 63n)],
    ['a float', 1.5, 1.5],
    ['a whole number, which JavaScript does not tell from a float', 3, 3],
    ['a boolean', true, 1n],
    ['a blob with a zero byte', new Uint8Array([0, 255, 0, 7]), [0, 255, 0, 7]],
    ['an empty blob', new Uint8Array([]), []],
  ]
  for (const [what, given, expected] of values) {
    test(`comes back as it was sent: ${what}`, async () => {
      const echo = await hrana.client.execute({ sql: 'SELECT ? AS v', args: [given] })
      expect(plain(echo.rows[0]?.v)).toEqual(expected)
      await hrana.client.batch([insert('x', given)], 'write')
      expect(plain((await hrana.client.execute('SELECT b AS v FROM t')).rows[0]?.v)).toEqual(expected)
    })
  }

  test('may be named, with any prefix or none', async () => {
    const { rows } = await hrana.client.execute({
      sql: 'SELECT :x AS x, @y AS y, $z AS z',
      args: { x: 1, '@y': 2, $z: 3 },
    })
    expect({ ...rows[0] }).toEqual({ x: 1, y: 2, z: 3 })
  })

  test('that is missing is an error, not a NULL', async () => {
    for (const args of [['a'], { uno: 'a' }])
      expect(await failure(hrana.client.execute({ sql: "SELECT ?, ?2, :uno, '?'", args }))).toMatchObject({
        code: 'ARGS_INVALID',
      })
  })
})

describe('a result', () => {
  test('tells columns, declared types, changed rows and the last id', async () => {
    const [first, second] = await hrana.client.batch([insert('a'), insert('b')], 'write')
    expect([first?.rowsAffected, first?.lastInsertRowid, second?.lastInsertRowid]).toEqual([1, 1n, 2n])
    const updated = await hrana.client.batch(["UPDATE t SET b = 'x'", 'DELETE FROM t WHERE id > 9'], 'write')
    expect(updated.map((result) => result.rowsAffected)).toEqual([2, 0])
    const selected = await hrana.client.execute('SELECT id, a, 1 + 1 FROM t')
    expect([selected.columns, selected.columnTypes]).toEqual([
      ['id', 'a', '1 + 1'],
      ['INTEGER', 'TEXT', ''],
    ])
    expect(selected.rowsAffected).toBe(0)
  })

  test('counts what RETURNING changed, and leaves the rows out when nobody wants them', async () => {
    const [returned] = await hrana.client.batch(
      [{ ...insert('a'), sql: `${insert('a').sql} RETURNING id, a` }],
      'write',
    )
    expect(returned?.rows.map((row) => ({ ...row }))).toEqual([{ id: 1n, a: 'a' }])
    expect([returned?.rowsAffected, returned?.lastInsertRowid]).toEqual([1, 1n])
    const { results } = await hrana.pipeline([
      { type: 'execute', stmt: { sql: 'SELECT 1', want_rows: false } },
      { type: 'close' },
    ])
    expect(results[0]).toMatchObject({ response: { result: { rows: [], cols: [{ name: '1' }] } } })
  })
})

describe('an error', () => {
  test('has SQLite’s primary code and its message', async () => {
    await hrana.client.batch([insert('a')], 'write')
    const error = await failure(hrana.client.batch([insert('b'), insert('a')], 'write'))
    expect(error).toBeInstanceOf(LibsqlError)
    expect(error).toMatchObject({ code: 'SQLITE_CONSTRAINT' })
    expect(String(error)).toContain('UNIQUE constraint failed: t.a')
    expect(classifyFailure(remoteFailure(error))).toBe('propio')
    expect(await failure(hrana.client.execute('SELEC 1'))).toMatchObject({ code: 'SQLITE_ERROR' })
    expect(await hrana.count()).toBe(1n)
  })

  test('in one statement does not stop the pipeline', async () => {
    const { results, baton } = await hrana.pipeline([
      { type: 'execute', stmt: { sql: 'nonsense' } },
      { type: 'execute', stmt: { sql: 'SELECT 7' } },
      { type: 'close' },
    ])
    expect(results.map((result) => result.type)).toEqual(['error', 'ok', 'ok'])
    expect(baton).toBeNull()
  })
})

describe('a batch', () => {
  test('commits whole or not at all', async () => {
    await hrana.client.batch([insert('a'), insert('b')], 'write')
    await failure(hrana.client.batch([insert('c'), insert('a'), insert('d')], 'write'))
    expect(await hrana.count()).toBe(2n)
  })

  test('that only reads is refused a write', async () => {
    expect(await failure(hrana.client.batch([insert('a')], 'read'))).toMatchObject({
      code: 'SQLITE_READONLY',
    })
    const [result] = await hrana.client.batch(['SELECT count(*) AS n FROM t'], 'read')
    expect(result?.rows[0]?.n).toBe(0n)
    await hrana.client.batch([insert('a')], 'write')
    expect(await hrana.count()).toBe(1n)
  })

  test('runs each step under its condition', async () => {
    const ok = (step: number) => ({ type: 'ok', step })
    const error = (step: number) => ({ type: 'error', step })
    const conditions = [
      undefined,
      undefined,
      ok(0),
      error(1),
      ok(1),
      { type: 'not', cond: error(0) },
      { type: 'and', conds: [ok(0), ok(4)] },
      { type: 'or', conds: [ok(4), ok(0)] },
      { type: 'is_autocommit' },
      ok(4),
      error(4),
    ]
    const steps = conditions.map((condition, i) => ({
      condition,
      stmt: { sql: i === 1 ? 'no' : `SELECT ${i}` },
    }))
    const { results } = await hrana.pipeline([{ type: 'batch', batch: { steps } }, { type: 'close' }])
    const Batch = z.object({
      response: z.object({
        result: z.object({ step_results: z.array(z.unknown()), step_errors: z.array(z.unknown()) }),
      }),
    })
    const { step_results, step_errors } = Batch.parse(results[0]).response.result
    const ran = (list: unknown[]) => list.flatMap((value, i) => (value === null ? [] : [i]))
    expect(ran(step_results)).toEqual([0, 2, 3, 5, 7, 8])
    expect(ran(step_errors)).toEqual([1])
  })
})
