import { describe, expect, test } from 'vitest'
import { findAll, listSources } from '../support/source'

const CODE = /^(src|app|projections|db)\/.*\.tsx?$|^[^/]+\.ts$/
const code = listSources(CODE)
const tests = listSources(/^tests\/.*\.tsx?$/)

describe('the source tree', () => {
  test('has no file above 250 lines', () => {
    const long = listSources(/\.(tsx?|css|sql)$/)
      // The whole schema is one file, so that it can be read as a whole.
      .filter(({ path }) => !path.startsWith('tests/fixtures/') && path !== 'db/schema.sql')
      .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
      .filter(({ lines }) => lines > 250)
    expect(long).toEqual([])
  })

  test('writes by batch alone: outside src/db nobody executes or opens a transaction', () => {
    // An INSERT through `execute` can be acknowledged and lost after a BUSY on its connection.
    const outside = code.filter(({ path }) => !path.startsWith('src/db/'))
    expect(findAll(outside, /\.(execute|executeMultiple|transaction)\(/)).toEqual([])
  })

  test('has no write through execute inside src/db either', () => {
    const inside = code.filter(({ path }) => path.startsWith('src/db/'))
    expect(findAll(inside, /\.execute\(.*\b(insert|update|delete|replace)\b/i)).toEqual([])
  })

  // Mutant seen to fail: the maintenance page as it was, which read its runs as the database's admin.
  test('serves no page or route as the database’s admin', () => {
    const served = code.filter(({ path }) => /^(app|src\/(api|components))\//.test(path))
    expect(findAll(served, /\.as\('admin'\)/)).toEqual([])
  })

  // Mutant seen to fail: prefetch={true} on the link of a list's row.
  test('fetches no page whole ahead: a ticket would count as seen that nobody opened', () => {
    expect(findAll(code, /\bprefetch\b(?!=\{false\}|')/)).toEqual([])
  })

  test('reads the environment in src/config.ts alone', () => {
    const others = code.filter(
      ({ path }) => !/^(src\/config\.ts|(next\.config|instrumentation)\.ts)$/.test(path),
    )
    // What biome's noProcessEnv can't see: bracket access, destructuring, the imported `env`.
    const sneaky =
      /process\.env|process\[['"]env|\benv\b[^=]*\} = process\b|import \{[^}]*\benv\b.*node:process/
    expect(findAll(others, sneaky)).toEqual([])
  })

  test('never casts its way around a type', () => {
    const sneaky = /\bas (unknown as|any)\b|@ts-(ignore|nocheck|expect-error)/
    const self = tests.filter(({ path }) => !path.endsWith('unit/architecture.test.ts'))
    expect(findAll([...code, ...self], sneaky)).toEqual([])
  })

  test('skips no test and leaves none alone', () => {
    const self = tests.filter(({ path }) => !path.endsWith('unit/architecture.test.ts'))
    expect(findAll(self, /\b(test|it|describe)\.(only|todo|skip)\b/)).toEqual([])
  })
})
