import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  consistencyPath,
  Frontier,
  inclusionPath,
  leafHash,
  type NodeReader,
  nodeHash,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from '@/events/seals/merkle'
import { type TileRow, Tiles, TreeEdge, tilesFor } from '@/events/seals/tiles'

const Path = z.array(z.string())
const Vectors = z.object({
  hojas: z.array(z.string()),
  raices: z.array(z.string()),
  inclusiones: z.array(z.object({ indice: z.number(), tamano: z.number(), camino: Path })),
  consistencias: z.array(z.object({ primero: z.number(), segundo: z.number(), camino: Path })),
})
const vectors = Vectors.parse(JSON.parse(readFileSync('tests/fixtures/rfc6962.json', 'utf8')))
const known = vectors.hojas.map((leaf) => leafHash(Buffer.from(leaf, 'hex')))
const hex = (path: readonly Buffer[]) => path.map((hash) => hash.toString('hex'))
const bytes = (path: readonly string[]) => path.map((hash) => Buffer.from(hash, 'hex'))
const rootHex = (size: number) => Buffer.from(vectors.raices[size] ?? '', 'hex')

/** The definition itself: a complete subtree is the node over its halves. */
const reader =
  (leaves: readonly Buffer[]): NodeReader =>
  (level, index) => {
    const node: NodeReader = reader(leaves)
    if (level > 0) return nodeHash(node(level - 1, index * 2), node(level - 1, index * 2 + 1))
    const leaf = leaves[index]
    if (!leaf) throw new Error(`no leaf ${index}`)
    return leaf
  }

// Mutants seen to fail here: no prefix 0 or 1, the split at half the size, a path from the root downwards.
describe('the tree of RFC 6962', () => {
  test('has the published roots, at once and leaf by leaf', () => {
    const frontier = new Frontier()
    for (const [size, root] of vectors.raices.entries()) {
      expect(rootOf(size, reader(known)).toString('hex')).toBe(root)
      expect(frontier.root().toString('hex')).toBe(root)
      const next = known[size]
      if (next) frontier.push(next)
    }
  })

  test('has the published inclusion proofs', () => {
    for (const { indice, tamano, camino } of vectors.inclusiones) {
      expect(hex(inclusionPath(indice, tamano, reader(known)))).toEqual(camino)
      const leaf = known[indice] ?? Buffer.alloc(0)
      const proof = { index: indice, size: tamano, path: bytes(camino) }
      expect(verifyInclusion(proof, leaf, rootHex(tamano))).toBe(true)
    }
  })

  test('has the published consistency proofs', () => {
    for (const { primero, segundo, camino } of vectors.consistencias) {
      expect(hex(consistencyPath(primero, segundo, reader(known)))).toEqual(camino)
      const sizes = { first: primero, second: segundo }
      expect(verifyConsistency(sizes, bytes(camino), rootHex(primero), rootHex(segundo))).toBe(true)
    }
  })
})

const many = Array.from({ length: 40 }, (_, index) => leafHash(Buffer.from(`hoja ${index}`)))
const other = leafHash(Buffer.from('otra'))

describe('a proof', () => {
  test('holds for every leaf of every size, and for no other leaf, index, size or root', () => {
    for (let size = 1; size <= many.length; size++) {
      const root = rootOf(size, reader(many))
      for (let index = 0; index < size; index++) {
        const proof = { index, size, path: inclusionPath(index, size, reader(many)) }
        const leaf = many[index] ?? other
        expect(verifyInclusion(proof, leaf, root)).toBe(true)
        expect(verifyInclusion(proof, other, root)).toBe(false)
        expect(verifyInclusion(proof, leaf, other)).toBe(false)
        expect(verifyInclusion({ ...proof, path: [...proof.path, other] }, leaf, root)).toBe(false)
        if (size > 1) expect(verifyInclusion({ ...proof, index: (index + 1) % size }, leaf, root)).toBe(false)
        if (size > 1) expect(verifyInclusion({ ...proof, path: proof.path.slice(1) }, leaf, root)).toBe(false)
      }
    }
  })

  test('of consistency holds between any two sizes, and against no other tree', () => {
    for (let second = 1; second <= many.length; second++) {
      for (let first = 1; first <= second; first++) {
        const sizes = { first, second }
        const path = consistencyPath(first, second, reader(many))
        const [old, now] = [rootOf(first, reader(many)), rootOf(second, reader(many))]
        expect(verifyConsistency(sizes, path, old, now)).toBe(true)
        expect(verifyConsistency(sizes, path, other, now)).toBe(false)
        expect(verifyConsistency(sizes, path, old, other)).toBe(false)
        const forged = [other, ...many.slice(1)]
        if (first < second) {
          const lie = consistencyPath(first, second, reader(forged))
          expect(verifyConsistency(sizes, lie, old, rootOf(second, reader(forged)))).toBe(false)
        }
      }
    }
  })
})

describe('tiles', () => {
  const leaves = Array.from({ length: 1500 }, (_, index) => leafHash(Buffer.from(`${index}`)))

  /** The tree as it is kept, grown in steps of these sizes, each from the stored tiles alone. */
  function growBy(...steps: readonly number[]): Map<string, TileRow> {
    const stored = new Map<string, TileRow>()
    let size = 0
    for (const step of steps) {
      const edge = new TreeEdge(size, [...stored.values()])
      for (const hash of leaves.slice(size, size + step)) edge.push({ hash, id: ++size })
      for (const tile of edge.changed())
        stored.set(`${tile.nivel}/${tile.indice}`, { ...tile, hashes: [...tile.hashes] })
      expect(rootOf(size, edge.nodes().node)).toEqual(rootOf(size, reader(leaves)))
    }
    return stored
  }

  test('give the same tree in whatever steps they were written', () => {
    const whole = growBy(1500)
    expect(growBy(1, 254, 1, 1, 255, 600, 388)).toEqual(whole)
    expect([...whole.keys()].sort()).toEqual(['0/0', '0/1', '0/2', '0/3', '0/4', '0/5', '1/0'])
  })

  test('hold all that proofs ask for, of any size up to theirs', () => {
    const stored = growBy(1500)
    for (const size of [1, 255, 256, 257, 512, 513, 1023, 1024, 1280, 1499, 1500]) {
      for (const index of [0, 1, 255, 256, 700, size - 1].filter((one) => one < size)) {
        const keys = tilesFor((node) => inclusionPath(index, size, node))
        expect(keys.length).toBeLessThanOrEqual(5)
        const tiles = new Tiles()
        for (const key of keys) tiles.add(key, stored.get(`${key.nivel}/${key.indice}`)?.hashes ?? [])
        expect(inclusionPath(index, size, tiles.node)).toEqual(inclusionPath(index, size, reader(leaves)))
      }
    }
  })
})
