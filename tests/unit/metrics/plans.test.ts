import { describe, expect, test } from 'vitest'
import { routeOf } from '@/metrics/http'
import { judgePlan, worstOf } from '@/metrics/plans'
import { listSources } from '../../support/source'

const tables = new Map([
  ['tickets', 50_000],
  ['interacciones', 500_000],
  ['checkpoints', 9],
])

describe('a plan', () => {
  test('is judged by the tables that it reads whole', () => {
    const sql = "SELECT * FROM tickets t WHERE titulo LIKE '%x%'"
    expect(judgePlan(sql, ['SCAN t'], tables)).toEqual({ clase: 'recorrido', recorridas: ['tickets'] })
    expect(judgePlan(sql, ['SEARCH t USING INDEX i (estado=?)'], tables).clase).toBe('indice')
    expect(judgePlan('SELECT * FROM tickets ORDER BY id', ['SCAN tickets USING INDEX i'], tables).clase).toBe(
      'indice',
    )
  })

  test('may read a small table whole, a part of itself, and what the engine looks up for a key', () => {
    expect(judgePlan('SELECT * FROM checkpoints', ['SCAN checkpoints'], tables).clase).toBe('indice')
    expect(judgePlan('WITH a AS (SELECT 1) SELECT * FROM a', ['SCAN a'], tables).clase).toBe('ninguno')
    expect(judgePlan('INSERT INTO usuarios VALUES (1)', ['SCAN interacciones'], tables).clase).toBe('ninguno')
    const unknown = new Map([['tickets', null]])
    expect(judgePlan('SELECT count(*) FROM tickets', ['SCAN tickets'], unknown).clase).toBe('recorrido')
  })

  test('may walk from a table’s end, but not sort it', () => {
    const last = 'SELECT id FROM interacciones ORDER BY id DESC LIMIT 1'
    expect(judgePlan(last, ['SCAN interacciones'], tables).clase).toBe('indice')
    const sorted = ['SCAN interacciones', 'USE TEMP B-TREE FOR ORDER BY']
    expect(judgePlan('SELECT id FROM interacciones ORDER BY tipo LIMIT 1', sorted, tables).clase).toBe(
      'recorrido',
    )
  })

  test('of a batch is the worst of its statements’', () => {
    expect(worstOf(['indice', 'recorrido', 'ninguno'])).toBe('recorrido')
    expect(worstOf(['ninguno', 'indice'])).toBe('indice')
    expect(worstOf(['ninguno'])).toBe('ninguno')
  })
})

test('a route holds nothing that people write', () => {
  expect(routeOf('GET', '/tickets/42?texto=clave')).toBe('GET /tickets/[id]')
  expect(routeOf('GET', '/acceso/una-clave-secreta')).toBe('GET /acceso/…')
  expect(routeOf('GET', '/_next/static/chunks/1.js')).toBe('GET /_next')
  expect(routeOf('GET', '/')).toBe('GET /')
  expect(routeOf('GET', '/a/b/c/d/e/f/g')).toBe('GET /…/…/…/…/…')
})

// Mutant seen to fail: a name left out.
test('each route that there is has a name of its own', () => {
  const routes = listSources(/^app\/.*\/(route\.ts|page\.tsx)$/).map(({ path }) =>
    path
      .split('/')
      .slice(1, -1)
      .filter((part) => !part.startsWith('(')),
  )
  expect(routes.length).toBeGreaterThan(60)
  for (const parts of routes) {
    const address = parts.map((part) => (part.startsWith('[') ? '7' : part)).slice(0, 5)
    const name = address.map((part) => (part === '7' ? '[id]' : part))
    expect(routeOf('GET', `/${address.join('/')}`)).toBe(`GET /${name.join('/')}`)
  }
})
