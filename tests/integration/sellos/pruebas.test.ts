import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { contentsOf } from '@/events/seals/find'
import { leafHash, verifyConsistency, verifyInclusion } from '@/events/seals/merkle'
import { type Prueba, proveConsistency, proveLeaves } from '@/events/seals/prove'
import { runCli } from '../../support/cli'
import { someTicket } from '../../support/follow'
import { sealNow, tamperLog } from '../../support/seals'
import { openTestSystem, type TestSystem } from '../../support/system'
import { VERIFIER_FOLDER } from '../../support/verifier'

let system: TestSystem
beforeEach(async () => {
  system = await openTestSystem({ seeded: true })
})
afterEach(async () => await system.close())

const bytes = (path: readonly string[]) => path.map((hash) => Buffer.from(hash, 'hex'))
const reader = () => system.runtime.db.as('api_server')
const all = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

function holds(proof: Prueba, raiz: string): boolean {
  const { indice: index, tamano: size, camino, hoja } = proof
  return verifyInclusion(
    { index, size, path: bytes(camino) },
    leafHash(Buffer.from(hoja)),
    Buffer.from(raiz, 'hex'),
  )
}

/** Runs the compiled verifier as its users do: plain Node, one file. */
async function offline(...args: readonly string[]): Promise<{ code: number; out: string }> {
  const script = join(process.cwd(), VERIFIER_FOLDER, 'verificador.mjs')
  return await new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], (error, out, err) => {
      const code = error && typeof error.code === 'number' ? error.code : 0
      resolve({ code, out: `${out}${err}` })
    })
  })
}

async function file(name: string, content: string): Promise<string> {
  const path = join(dirname(system.file), name)
  await writeFile(path, content)
  return path
}

describe('proofs', () => {
  test('hold for every event, under the newest seal and under an older one', async () => {
    const old = await sealNow(system)
    const person = await system.person('cliente')
    for (let index = 0; index < 300; index++) await someTicket(system, person, `Caso ${index}`)
    const head = await sealNow(system)
    const proofs = await proveLeaves(reader(), all(head.tamano))
    expect(proofs.size).toBe(head.tamano)
    for (const [posicion, proof] of proofs) {
      expect(proof.indice).toBe(posicion - 1)
      expect(holds(proof, head.raiz)).toBe(true)
    }
    const before = await proveLeaves(reader(), [1, 50, 106, 107, 400], old)
    expect([...before.keys()]).toEqual([1, 50, 106])
    for (const proof of before.values()) expect(holds(proof, old.raiz)).toBe(true)
    const { camino } = await proveConsistency(reader(), old, head)
    const roots = [old, head].map(({ raiz }) => Buffer.from(raiz, 'hex'))
    const [from = Buffer.alloc(0), to = Buffer.alloc(0)] = roots
    expect(verifyConsistency({ first: old.tamano, second: head.tamano }, bytes(camino), from, to)).toBe(true)
  })

  test('hold after the content was erased, and are not there for what is not sealed or not there', async () => {
    const head = await sealNow(system)
    await tamperLog(system, 'UPDATE interacciones SET contenido = NULL, sal = NULL WHERE id = 2')
    const person = await system.person('cliente')
    const proofs = await proveLeaves(reader(), [2, 107, 999, 2])
    expect([...proofs.keys()]).toEqual([2])
    expect(person.id).toBeGreaterThan(0)
    for (const proof of proofs.values()) expect(holds(proof, head.raiz)).toBe(true)
  })

  test('find their leaf where ids and indexes are not the same', async () => {
    // A log that was imported may have a gap: here it is made before anything is sealed.
    await tamperLog(system, 'UPDATE interacciones SET id = id + 1000 WHERE id > 100')
    const head = await sealNow(system)
    const proofs = await proveLeaves(reader(), [100, 1101, 1106])
    expect([...proofs.values()].map(({ indice }) => indice)).toEqual([99, 100, 105])
    for (const proof of proofs.values()) expect(holds(proof, head.raiz)).toBe(true)
  })

  test('are asked for in few queries, and those go by index', async () => {
    await sealNow(system)
    const counted = { queries: 0 }
    const db = reader()
    const counting = {
      ...db,
      all: (async (query, args) => {
        counted.queries++
        return await db.all(query, args)
      }) satisfies typeof db.all,
    }
    expect((await proveLeaves(counting, all(106))).size).toBe(106)
    expect(counted.queries).toBeLessThanOrEqual(3)
  })
})

describe('the offline verifier, in plain Node', () => {
  const cli = async (...args: string[]) => await runCli(system.url, ...args)
  const outside = (name: string) => join(dirname(system.file), name)

  test('accepts what the command line gives', async () => {
    await cli('audit', 'seal')
    await cli('audit', 'head', '--into', outside('viejo.json'))
    await someTicket(system, await system.person('cliente'))
    await cli('audit', 'seal')
    await cli('audit', 'prove', '12', '--con-contenido', '--into', outside('prueba.json'))
    await cli('audit', 'prove', '--ticket', '3', '--into', outside('ticket.json'))
    await cli('audit', 'consistency', outside('viejo.json'), '--into', outside('consistencia.json'))
    const names = ['viejo.json', 'prueba.json', 'ticket.json', 'consistencia.json'].map(outside)
    const { code, out } = await offline(...names)
    expect(out).toContain('CORRECTO: 16 pruebas, 2 sellos, 1 contenido comprobado, 0 fallos.')
    expect(out).toContain('Lo que esto no prueba')
    expect(code).toBe(0)
  })

  const Document = z.object({
    cabeza: z.record(z.string(), z.unknown()),
    pruebas: z.array(z.object({ hoja: z.string(), camino: z.array(z.string()) }).loose()),
  })

  // Mutants seen to fail: no comparison with the root, no signature, no comparison of the line.
  test('refuses a proof with anything changed', async () => {
    await cli('audit', 'seal')
    const { out: text } = await cli('audit', 'prove', '12', '--con-contenido', '--json')
    const good = Document.parse(JSON.parse(text))
    const [proof] = good.pruebas
    const forge = async (name: string, change: object, head: object = {}) => {
      const forged = { ...good, cabeza: { ...good.cabeza, ...head }, pruebas: [{ ...proof, ...change }] }
      const { code, out } = await offline(await file(`${name}.json`, JSON.stringify(forged)))
      expect({ name, code }, out).toEqual({ name, code: 1 })
      expect(out).toContain('NO ES CORRECTO')
    }
    const hoja = proof?.hoja ?? ''
    await forge('hoja', { hoja: hoja.replace('comentario', 'comentaria') })
    await forge('blanco', { hoja: hoja.replace(',', ', ') })
    await forge('indice', { indice: 12 })
    await forge('tamano', { tamano: 105 })
    await forge('camino', { camino: proof?.camino.slice(1) ?? [] })
    await forge('contenido', { contenido: 'Otro' })
    await forge('sin-sal', { sal: null })
    await forge('raiz', {}, { raiz: '0'.repeat(64) })
    await forge('fecha', {}, { fecha: '2020-01-01T00:00:00.000Z' })
    await forge('clave', {}, { clave_id: '0123456789abcdef' })
    expect((await offline(await file('vacio.json', '{}'))).code).toBe(1)
    expect((await offline(await file('roto.json', '{'))).code).toBe(1)
    expect((await offline('--clave', '0123456789abcdef', await file('bueno.json', text))).code).toBe(1)
    expect((await offline()).code).toBe(2)
  })

  async function exportLines(
    change: (line: Record<string, unknown>) => Record<string, unknown>,
  ): Promise<string> {
    const head = await sealNow(system)
    const posiciones = all(head.tamano)
    const proofs = await proveLeaves(reader(), posiciones, head)
    const contents = await contentsOf(system.runtime.db.as('admin'), posiciones)
    const lines = posiciones.map((posicion) => {
      const prueba = proofs.get(posicion)
      const [, id, evento_id, , , , tipo] = z.array(z.unknown()).parse(JSON.parse(prueba?.hoja ?? '[]'))
      return change({ id, evento_id, tipo, ...contents.get(posicion), prueba })
    })
    return [{ cabeza: head }, ...lines].map((line) => JSON.stringify(line)).join('\n')
  }

  test('checks an export line by line, erased contents too', async () => {
    await tamperLog(system, 'UPDATE interacciones SET contenido = NULL, sal = NULL WHERE id = 12')
    const good = await offline(await file('todo.jsonl', await exportLines((line) => line)))
    expect(good.out).toMatch(
      /CORRECTO: 106 pruebas, 1 sello, \d+ contenidos comprobados, 1 borrado, 0 fallos\./,
    )
    expect(good.code).toBe(0)
    const lied = await exportLines((line) => (line.id === 40 ? { ...line, tipo: 'cierre' } : line))
    const bad = await offline(await file('mentira.jsonl', lied))
    expect(bad.out).toMatch(/mentira\.jsonl:41: «tipo» no es lo que se selló/)
    expect(bad.code).toBe(1)
  })
})
