import { type NodeReader, nodeHash } from './merkle'
import type { Leaf } from './read'

/**
 * The tree is kept in tiles, as the checksum database of Go keeps its own: a tile of level 0 holds the hashes of 256
 * leaves in a row, one of level 1 those of 256 full tiles of level 0, and so on. What lies between is computed: a proof
 * needs one or two tiles a level, and an append writes the last tile of each.
 */
export const TILE = 256
const TILE_LEVELS = 8
export const HASH_BYTES = 32

export interface TileKey {
  readonly nivel: number
  readonly indice: number
}

/** The tile that a subtree's hash is found or computed in, and the entries that it covers. */
export function tileOf(
  nivel: number,
  indice: number,
): TileKey & { readonly first: number; readonly count: number } {
  const level = Math.floor(nivel / TILE_LEVELS)
  const count = 2 ** (nivel % TILE_LEVELS)
  const entry = indice * count
  return { nivel: level, indice: Math.floor(entry / TILE), first: entry % TILE, count }
}

/** The hash over a run of entries whose number is a power of two. */
export function fold(hashes: readonly Buffer[]): Buffer {
  let row = hashes
  while (row.length > 1) {
    const above: Buffer[] = []
    for (let index = 0; index + 1 < row.length; index += 2) {
      const [left, right] = [row[index], row[index + 1]]
      if (left && right) above.push(nodeHash(left, right))
    }
    row = above
  }
  const [top] = row
  if (!top) throw new Error('no entry to fold')
  return top
}

/** The hashes that a tile holds one after another. */
export function splitHashes(blob: Uint8Array): Buffer[] {
  const bytes = Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength)
  return Array.from({ length: Math.floor(bytes.length / HASH_BYTES) }, (_, index) =>
    bytes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES),
  )
}

export const keyOf = ({ nivel, indice }: TileKey): string => `${nivel}/${indice}`

/** A tile that is not stored, or is too short for what was asked of it. */
export class MissingTile extends Error {
  override readonly name = 'MissingTile'
}

/** Tiles in memory, read as the nodes that they hold and those between. */
export class Tiles {
  readonly #tiles = new Map<string, readonly Buffer[]>()
  readonly #nodes = new Map<string, Buffer>()

  add(key: TileKey, hashes: readonly Buffer[]): void {
    this.#tiles.set(keyOf(key), hashes)
  }

  has(key: TileKey): boolean {
    return this.#tiles.has(keyOf(key))
  }

  /** @throws MissingTile */
  readonly node: NodeReader = (nivel, indice) => {
    const key = `${nivel}:${indice}`
    const known = this.#nodes.get(key)
    if (known) return known
    const tile = tileOf(nivel, indice)
    const hashes = this.#tiles.get(keyOf(tile))?.slice(tile.first, tile.first + tile.count)
    if (hashes?.length !== tile.count)
      throw new MissingTile(`no node ${indice} of level ${nivel} in the stored tree`)
    // Halves are remembered: 256 proofs out of one tile cost little more than one.
    const found =
      tile.count === 1
        ? fold(hashes)
        : nodeHash(this.node(nivel - 1, indice * 2), this.node(nivel - 1, indice * 2 + 1))
    this.#nodes.set(key, found)
    return found
  }
}

/** The tiles that a computation over nodes asks for. */
export function tilesFor(work: (node: NodeReader) => unknown): TileKey[] {
  const wanted = new Map<string, TileKey>()
  const nothing = Buffer.alloc(HASH_BYTES)
  work((level, index) => {
    const { nivel, indice } = tileOf(level, index)
    wanted.set(keyOf({ nivel, indice }), { nivel, indice })
    return nothing
  })
  return [...wanted.values()]
}

/** A tile as it is to be written; `primera` is the position of its first event, in level 0. */
export interface TileRow extends TileKey {
  readonly hashes: readonly Buffer[]
  readonly primera: number | null
}

/** The last tiles of a tree, one a level: what an append goes on from. */
export class TreeEdge {
  /** For each level how many entries came before the open tile, and those in it. */
  readonly #open: { indice: number; hashes: Buffer[]; primera: number | null; grown: boolean }[] = []
  readonly #full: TileRow[] = []

  constructor(
    readonly start: number,
    tiles: readonly TileRow[],
  ) {
    for (let [nivel, entries] = [0, start]; entries > 0; nivel++, entries = Math.floor(entries / TILE)) {
      const indice = Math.floor(entries / TILE)
      const inside = entries % TILE
      const stored = tiles.find((tile) => tile.nivel === nivel && tile.indice === indice)
      if ((stored?.hashes.length ?? 0) !== inside)
        throw new MissingTile(`tile ${nivel}/${indice} is not of ${inside}`)
      const primera = stored?.primera ?? null
      this.#open.push({ indice, hashes: [...(stored?.hashes ?? [])], primera, grown: false })
    }
    this.#size = start
  }

  #size: number

  get size(): number {
    return this.#size
  }

  push(leaf: Leaf): void {
    this.#size++
    this.#add(0, leaf.hash, leaf)
  }

  #add(nivel: number, hash: Buffer, leaf: Leaf | null): void {
    const open = this.#open[nivel] ?? { indice: 0, hashes: [], primera: null, grown: true }
    this.#open[nivel] = open
    open.grown = true
    if (open.hashes.length === 0) open.primera = leaf?.id ?? null
    open.hashes.push(hash)
    if (open.hashes.length < TILE) return
    const { indice, hashes, primera } = open
    this.#full.push({ nivel, indice, hashes, primera })
    this.#open[nivel] = { indice: indice + 1, hashes: [], primera: null, grown: false }
    this.#add(nivel + 1, fold(hashes), null)
  }

  /** The tiles that changed since it was made. */
  changed(): TileRow[] {
    const open = this.#open.flatMap(({ grown, ...tile }, nivel) => (grown ? [{ nivel, ...tile }] : []))
    return [...this.#full, ...open]
  }

  /** The last tiles, as nodes: all that the root needs. */
  nodes(): Tiles {
    const tiles = new Tiles()
    for (const [nivel, { indice, hashes }] of this.#open.entries()) tiles.add({ nivel, indice }, hashes)
    return tiles
  }
}
