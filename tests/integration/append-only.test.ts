import { type Client, createClient } from '@libsql/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ADMIN_SERVICE, openTestSystem, type TestSystem } from '../support/system'

let system: TestSystem
let raw: Client

beforeAll(async () => {
  system = await openTestSystem()
  const cliente = await system.person('cliente')
  await system.dispatch(cliente, {
    tipo: 'crear_ticket',
    titulo: 'Uno',
    descripcion: 'Dos',
    prioridad: 'media',
    categoria: null,
    solicitanteId: null,
  })
  await system.dispatch(ADMIN_SERVICE, { tipo: 'comentar', ticketId: 1, comentario: 'Tres', interno: false })
  raw = createClient({ url: system.url })
})
afterAll(async () => {
  raw.close()
  await system.close()
})

const COLUMNS = `id, evento_id, ticket_id, cuenta_id, usuario_id, tipo, contenido, metadata, es_interno, version, comando_id,
  orden, correlacion_id, causa_id, sal, huella, fecha_creacion, fecha_registro`
/** The last event again, with some of its columns changed. */
const again = (verb: string, changed: Readonly<Record<string, string>>) =>
  `${verb} INTO interacciones (${COLUMNS}) SELECT ${COLUMNS.split(/,\s*/)
    .map((name) => changed[name] ?? name)
    .join(', ')} FROM interacciones ORDER BY id DESC LIMIT 1`
const FRESH = {
  id: 'NULL',
  evento_id: "'01AAAAAAAAAAAAAAAAAAAAAAAA'",
  version: 'version + 1',
  comando_id: "'01AAAAAAAAAAAAAAAAAAAAAAAB'",
}

async function log(): Promise<string> {
  return JSON.stringify((await raw.execute('SELECT * FROM interacciones ORDER BY id')).rows)
}

describe('the log refuses, from a connection that is none of ours,', () => {
  const refused: readonly [string, string][] = [
    ['UPDATE of any column', "UPDATE interacciones SET contenido = 'x' WHERE id = 1"],
    ['UPDATE of every row', 'UPDATE interacciones SET es_interno = 0'],
    ['DELETE of a row', 'DELETE FROM interacciones WHERE id = 1'],
    ['DELETE of all rows', 'DELETE FROM interacciones'],
    ['INSERT OR REPLACE by id', again('INSERT OR REPLACE', { ...FRESH, id: 'id' })],
    ['REPLACE by event', again('REPLACE', { ...FRESH, evento_id: 'evento_id' })],
    ['REPLACE by version', again('REPLACE', { ...FRESH, version: 'version' })],
    ['REPLACE by command', again('REPLACE', { ...FRESH, comando_id: 'comando_id' })],
    ['INSERT OR IGNORE of what is there', again('INSERT OR IGNORE', { ...FRESH, version: 'version' })],
    [
      'an upsert',
      `${again('INSERT', { ...FRESH, id: 'id' })} ON CONFLICT (id) DO UPDATE SET contenido = 'x'`,
    ],
    ['an id below the highest', again('INSERT', { ...FRESH, id: '0' })],
    ['a negative id', again('INSERT', { ...FRESH, id: '-1' })],
    ['an event of no stream', again('INSERT', { ...FRESH, ticket_id: 'NULL' })],
    ['an event of two streams', again('INSERT', { ...FRESH, cuenta_id: '1' })],
    ['an unknown author', again('INSERT', { ...FRESH, usuario_id: '999' })],
    ['a time in another form', again('INSERT', { ...FRESH, fecha_creacion: "'2026-01-01 10:00:00'" })],
    ['content without its fingerprint', again('INSERT', { ...FRESH, huella: 'NULL' })],
    ['a NUL in a content', again('INSERT', { ...FRESH, contenido: "'a' || char(0) || 'b'" })],
    ['a lone surrogate in a content', again('INSERT', { ...FRESH, contenido: "CAST(x'61eda080' AS TEXT)" })],
    [
      'an escaped surrogate in metadata',
      again('INSERT', { ...FRESH, metadata: `'{"json":{"v":1,"x":"\\ud800"}}'` }),
    ],
    [
      'an escaped NUL in metadata',
      again('INSERT', { ...FRESH, metadata: `'{"json":{"v":1,"x":"\\u0000"}}'` }),
    ],
    ['metadata that is no JSON', again('INSERT', { ...FRESH, metadata: "'{'" })],
  ]
  for (const [what, sql] of refused) {
    test(what, async () => {
      const before = await log()
      await expect(raw.batch([sql], 'write')).rejects.toThrow(/append-only|constraint/i)
      expect(await log()).toBe(before)
    })
  }

  test('and takes a well-formed event, so that the refusals above mean something', async () => {
    const { rowsAffected } = (await raw.batch([again('INSERT', FRESH)], 'write'))[0] ?? {}
    expect(rowsAffected).toBe(1)
  })
})

test('a backslash-u that somebody typed is text, not a surrogate', async () => {
  const creacion = {
    tipo: 'creacion' as const,
    datos: { solicitanteId: 2, prioridad: 'media' as const, categoria: null },
    contenido: { titulo: 'C:\\ud800', descripcion: 'C:\\u0000' },
    origen: { ruta: 'C:\\ud800\\u0000' },
  }
  const result = await system.dispatch(ADMIN_SERVICE, {
    tipo: 'registrar_historia',
    ticketId: null,
    eventos: [creacion],
  })
  expect(result).toMatchObject({ estado: 'aceptado', version: 1 })
})
