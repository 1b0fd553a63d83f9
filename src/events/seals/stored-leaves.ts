import type { Connection } from '@/db/client'
import { tilesFrom, treeSize } from './store'
import { HASH_BYTES, TILE, type TileRow } from './tiles'

/** What stands for a leaf that the stored tree should have and has not: no hash is like it. */
const NONE = Buffer.alloc(HASH_BYTES)

/** The leaves of the stored tree, read in order, a window of tiles at a time. */
export class StoredLeaves {
  #window = new Map<number, TileRow>()
  #next = 0

  constructor(
    private readonly db: Connection,
    readonly size: number,
  ) {}

  /** Leaves from an index on: as many as were asked for, and no more than there are. Indexes only go up. */
  async slice(from: number, count: number): Promise<Buffer[]> {
    const end = Math.min(this.size, from + count)
    const leaves: Buffer[] = []
    for (let index = from; index < end; index++) {
      const tile = await this.#tile(Math.floor(index / TILE))
      leaves.push(tile?.hashes[index % TILE] ?? NONE)
    }
    return leaves
  }

  /** The position that a tile says its first event has; null where there is no such tile. */
  firstOf(indice: number): number | null {
    return this.#window.get(indice)?.primera ?? null
  }

  async #tile(indice: number): Promise<TileRow | undefined> {
    if (indice >= this.#next) {
      const before = this.#window.get(indice - 1)
      this.#window = new Map(before ? [[indice - 1, before]] : [])
      const rows = await tilesFrom(this.db, 0, indice)
      for (const row of rows) this.#window.set(row.indice, row)
      this.#next = (rows.at(-1)?.indice ?? indice) + 1
    }
    return this.#window.get(indice)
  }
}

/**
 * Compares the tiles above the leaves with the hashes that they must hold, `levels[0]` being those of level 1. A sealer
 * may be at work: a tile may hold more than it did, but not more than the tree of now.
 * @param size of the stored tree as far as it is looked at
 * @returns the first tile that differs
 */
export async function brokenUpperTile(
  db: Connection,
  size: number,
  levels: readonly (readonly Buffer[])[],
): Promise<{ readonly nivel: number; readonly indice: number } | null> {
  for (
    let [nivel, entries] = [1, Math.floor(size / TILE)];
    entries > 0;
    nivel++, entries = Math.floor(entries / TILE)
  ) {
    const expected = (levels[nivel - 1] ?? []).slice(0, entries)
    const stored = new Map<number, TileRow>()
    for (let rows = await tilesFrom(db, nivel, 0); rows.length > 0; ) {
      for (const row of rows) stored.set(row.indice, row)
      rows = await tilesFrom(db, nivel, (rows.at(-1)?.indice ?? 0) + 1)
    }
    const most = Math.floor((await treeSize(db)) / TILE ** nivel)
    for (let indice = 0; indice * TILE < entries; indice++) {
      const wanted = Buffer.concat(expected.slice(indice * TILE, (indice + 1) * TILE))
      const hashes = Buffer.concat(stored.get(indice)?.hashes ?? [])
      const tooMany = indice * TILE + hashes.length / HASH_BYTES > most
      if (tooMany || !wanted.equals(hashes.subarray(0, wanted.length))) return { nivel, indice }
    }
  }
  return null
}
