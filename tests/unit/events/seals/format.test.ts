import { createPrivateKey, hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createClient } from '@libsql/client'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { fingerprint } from '@/events/codec'
import { judgeContent } from '@/events/seals/contents'
import { Cabeza, headIsSigned, signHead } from '@/events/seals/head'
import { canonicalLeaf, LEAF_COLUMNS, LEAF_SQL, leafAt, splitLeaf } from '@/events/seals/leaf'
import { leafHash, nodeHash } from '@/events/seals/merkle'
import { hex, sha256 } from '@/verifier/sha256'
import { COLUMNS, readLeaf } from '@/verifier/shapes'
import { leafHash as ownLeafHash } from '@/verifier/tree'
import { fcParams } from '../../../support/fc'

const Value = z.union([z.string(), z.number(), z.null()])
const Fields = z.object({
  id: Value,
  evento_id: Value,
  ticket_id: Value,
  cuenta_id: Value,
  usuario_id: Value,
  tipo: Value,
  metadata: Value,
  es_interno: Value,
  version: Value,
  comando_id: Value,
  orden: Value,
  correlacion_id: Value,
  causa_id: Value,
  huella: Value,
  fecha_creacion: Value,
  fecha_registro: Value,
})
const Vectors = z.object({
  semilla: z.string(),
  eventos: z.array(z.object({ columnas: Fields, hoja: z.string(), huella_hoja: z.string() })),
  contenido: z.object({ sal: z.string(), contenido: z.string(), huella: z.string() }),
  sello: Cabeza,
})
const vectors = Vectors.parse(JSON.parse(readFileSync('tests/fixtures/sellos.json', 'utf8')))

describe('the vectors of docs/AUDITORIA.md', () => {
  test('are the leaves that we write', () => {
    const hashes = vectors.eventos.map(({ columnas, hoja, huella_hoja }) => {
      expect(canonicalLeaf(columnas)).toBe(hoja)
      expect(leafHash(Buffer.from(hoja)).toString('hex')).toBe(huella_hoja)
      expect(ownLeafHash(hoja)).toBe(huella_hoja)
      expect(readLeaf(hoja)).toEqual(columnas)
      // Mutant seen to fail: any JSON that parses to the same.
      expect(() => readLeaf(hoja.replace(',', ', '))).toThrow('canónica')
      return Buffer.from(huella_hoja, 'hex')
    })
    const [left, right] = hashes
    expect(left && right && nodeHash(left, right).toString('hex')).toBe(vectors.sello.raiz)
  })

  test('are the fingerprint and the seal that we write', () => {
    const { sal, contenido, huella } = vectors.contenido
    expect(fingerprint(sal, contenido)).toBe(huella)
    const der = Buffer.from(`302e020100300506032b657004220420${vectors.semilla}`, 'hex')
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    expect(signHead(vectors.sello, key)).toBe(vectors.sello.firma)
    expect(headIsSigned(vectors.sello)).toBe(true)
    for (const wrong of [
      { tamano: 3 },
      { posicion: 3 },
      { fecha: '2026-03-01T09:32:00.001Z' },
      { clave_id: '0'.repeat(16) },
    ])
      expect(headIsSigned({ ...vectors.sello, ...wrong })).toBe(false)
  })
})

test('the verifier’s own columns and SHA-256 are the same as the service’s', () => {
  expect(COLUMNS).toEqual(LEAF_COLUMNS)
  for (const length of [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 1000]) {
    const message = Buffer.alloc(length, 'añ')
    expect(hex(sha256(message))).toBe(hash('sha256', message, 'hex'))
  }
})

const texts = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }).filter((text) => !/\p{Cs}/u.test(text)),
)

// Mutant seen to fail: control characters in upper case, as \u001F.
test('SQLite writes the canonical form as JSON.stringify does, whatever the texts', async () => {
  const client = createClient({ url: ':memory:' })
  const names = LEAF_COLUMNS.map((column, index) => `?${index + 1} AS ${column}`).join(', ')
  const sql = `SELECT CAST(${LEAF_SQL} AS BLOB) AS hoja FROM (SELECT ${names})`
  const value = fc.oneof(
    texts.filter((text) => !text.includes('\0')),
    fc.maxSafeInteger(),
    fc.constant(null),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(value, { minLength: 16, maxLength: 16 }), async (values) => {
      const { rows } = await client.execute({
        sql,
        // The driver binds a number as a REAL; a column of the log makes an integer of it.
        args: values.map((one) => (typeof one === 'number' ? BigInt(one) : one)),
      })
      const written = Buffer.from(z.object({ hoja: z.instanceof(ArrayBuffer) }).parse(rows[0]).hoja)
      const fields = Fields.parse(
        Object.fromEntries(LEAF_COLUMNS.map((column, index) => [column, values[index]])),
      )
      expect(written.toString('utf8')).toBe(canonicalLeaf(fields))
    }),
    fcParams(300),
  )
  client.close()
})

test('a leaf is put under another id, and nothing else of it changes', () => {
  const [{ hoja } = { hoja: '' }] = vectors.eventos
  const { id, rest } = splitLeaf(Buffer.from(hoja))
  expect(id).toBe(1)
  expect(leafAt(rest, 1).toString()).toBe(hoja)
  expect(readLeaf(leafAt(rest, 12).toString()).id).toBe(12)
})

describe('a content', () => {
  const { sal, contenido, huella } = vectors.contenido
  const line = (...parts: readonly (string | null)[]) => Buffer.from(JSON.stringify(parts))

  test('is judged by its fingerprint', () => {
    expect(judgeContent(line(sal, contenido, huella))).toBe('coincide')
    expect(judgeContent(line(null, null, huella))).toBe('borrado')
    expect(judgeContent(line(null, null, null))).toBe('sin_contenido')
    expect(judgeContent(line(sal, `${contenido} `, huella))).toBe('contradice')
    expect(judgeContent(line(sal.toUpperCase(), contenido, huella))).toBe('contradice')
    expect(judgeContent(line(sal, null, huella))).toBe('contradice')
    expect(judgeContent(line(null, contenido, huella))).toBe('contradice')
    expect(judgeContent(null)).toBe('contradice')
  })

  test('that is no UTF-8 does not pass for the sign that stands for what is none', () => {
    const mark = '\ufffd'
    const honest = line(sal, mark, fingerprint(sal, mark))
    expect(judgeContent(honest)).toBe('coincide')
    const at = honest.indexOf(Buffer.from(mark))
    const broken = Buffer.concat([honest.subarray(0, at), Buffer.of(0xff), honest.subarray(at + 3)])
    expect(judgeContent(broken)).toBe('contradice')
  })
})
