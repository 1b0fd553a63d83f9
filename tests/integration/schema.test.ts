import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from '@libsql/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { migrate } from '@/db/migrate'

let folder: string
let migrated: Client
let whole: Client
let text: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bitacora-esquema-'))
  const url = `file:${join(folder, 'migrada.db')}`
  await migrate({ url })
  migrated = createClient({ url })
  whole = createClient({ url: `file:${join(folder, 'entera.db')}` })
  text = await readFile('db/schema.sql', 'utf8')
  await whole.executeMultiple(text)
})
afterAll(async () => {
  migrated.close()
  whole.close()
  await rm(folder, { recursive: true, force: true })
})

const Entry = z.object({
  type: z.string(),
  name: z.string(),
  tbl_name: z.string(),
  sql: z.string().nullable(),
})

async function entries(client: Client): Promise<Map<string, string | null>> {
  const { rows } = await client.execute('SELECT type, name, tbl_name, sql FROM sqlite_schema')
  const found = rows.map((row) => Entry.parse(row))
  return new Map(found.map((entry) => [`${entry.type} ${entry.name} on ${entry.tbl_name}`, bare(entry.sql)]))
}

/** A statement without its comments and the white space that means nothing; texts in quotes stay as they are. */
function bare(sql: string | null): string | null {
  const stripped = sql?.replace(/'(?:[^']|'')*'|--[^\n]*|\s+/g, (part) => (part.startsWith("'") ? part : ' '))
  return (
    stripped
      ?.replace(/'(?:[^']|'')*'| *([(),]) */g, (part, mark?: string) => mark ?? part)
      .replace(/ +/g, ' ')
      .trim() ?? null
  )
}

describe('db/schema.sql', () => {
  test('builds what the migrations build', async () => {
    const expected = await entries(migrated)
    expect(expected.size).toBeGreaterThan(25)
    expect(await entries(whole)).toEqual(expected)
  })

  test('makes the system account and its event, too', async () => {
    const read = async (client: Client, sql: string) =>
      (await client.execute(sql)).rows.map((row) =>
        Object.fromEntries(Object.entries(row).filter(([column]) => !column.startsWith('fecha'))),
      )
    for (const sql of ['SELECT * FROM usuarios', 'SELECT * FROM interacciones', 'SELECT * FROM tickets']) {
      expect(await read(whole, sql)).toEqual(await read(migrated, sql))
    }
  })

  test('says the plan of each query as it is', async () => {
    const claims = [...text.matchAll(/^ *-- {3}query: (.*)\n *-- {3}plan: (.*)$/gm)]
    expect(claims.length).toBeGreaterThan(20)
    expect(claims).toHaveLength(text.match(/-- {3}query:/g)?.length ?? 0)
    const Detail = z.object({ detail: z.string() })
    for (const [, query = '', plan] of claims) {
      const { rows } = await migrated.execute(`EXPLAIN QUERY PLAN ${query}`)
      const actual = rows.map((row) => Detail.parse(row).detail).join('; ')
      expect({ query, plan: actual }).toEqual({ query, plan })
    }
  })

  test('gives a reason for every table, index, trigger and view', () => {
    const lines = text.split('\n')
    const unexplained = lines.filter((line, index) => {
      if (!/^CREATE /.test(line)) return false
      // A comment stands right above it, or a blank line below a sibling that has one (the three triggers).
      const above = lines.slice(0, index).findLast((other) => other !== '')
      return !(above?.startsWith('--') || (above === 'END;' && /append-only/i.test(text)))
    })
    expect(unexplained).toEqual([])
  })

  test('names every unique constraint’s index in a plan', async () => {
    const { rows } = await migrated.execute(
      "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name <> 'migraciones'",
    )
    const names = rows.map((row) => z.object({ name: z.string() }).parse(row).name)
    const plans = text.match(/^ *-- {3}plan: .*$/gm)?.join('\n') ?? ''
    // The key of a table WITHOUT ROWID is the table itself: its plan says PRIMARY KEY.
    const keys =
      /^sqlite_autoindex_(sesiones|intentos_acceso|checkpoints|tickets_versiones|resumen_\w+|filtros_guardados|borradores|tareas|tokens_api|webhooks|notificaciones|vistos|busqueda_(cuentas_)?(idx|config))_1$/
    expect(names.filter((name) => !keys.test(name) && !plans.includes(name))).toEqual([])
  })
})
