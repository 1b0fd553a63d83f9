import { z } from 'zod'
import type { BatchItem, Connection } from '@/db/client'
import { defineQuery, defineWrite } from '@/db/queries'
import { type Cabeza, HEAD_FORMAT } from './head'
import { StoredKey } from './keys'
import { MissingTile, splitHashes, type TileKey, type TileRow, Tiles } from './tiles'

const readers = ['sealer', 'admin', 'api_server'] as const

const Blob = z.instanceof(ArrayBuffer).transform((buffer) => new Uint8Array(buffer))
const Tile = z.object({
  nivel: z.number(),
  indice: z.number(),
  hashes: Blob.transform(splitHashes),
  primera: z.number().nullable(),
})

const TILES = defineQuery({
  name: 'sellos.mosaicos',
  roles: readers,
  sql: `SELECT m.nivel, m.indice, m.hashes, m.primera FROM json_each(:claves) k
    CROSS JOIN sellos_mosaicos m ON m.nivel = k.value ->> 0 AND m.indice = k.value ->> 1`,
  row: Tile,
})

// A tile is 8 KiB: this many are 2 MiB.
const TILES_AT_ONCE = 256

/** Reads tiles; one that is not there is left out. */
export async function readTiles(db: Connection, keys: readonly TileKey[]): Promise<TileRow[]> {
  const found: TileRow[] = []
  for (let from = 0; from < keys.length; from += TILES_AT_ONCE) {
    const part = keys.slice(from, from + TILES_AT_ONCE).map(({ nivel, indice }) => [nivel, indice])
    found.push(...(await db.all(TILES, { claves: JSON.stringify(part) })))
  }
  return found
}

const LEVEL = defineQuery({
  name: 'sellos.mosaicos_de_nivel',
  roles: readers,
  sql: `SELECT nivel, indice, hashes, primera FROM sellos_mosaicos WHERE nivel = :nivel AND indice >= :desde
    ORDER BY indice LIMIT 64`,
  row: Tile,
})

/** The next tiles of a level, at most 64, in order. */
export async function tilesFrom(db: Connection, nivel: number, desde: number): Promise<TileRow[]> {
  return await db.all(LEVEL, { nivel, desde })
}

/** Reads tiles to be looked at as nodes. */
export async function loadTiles(db: Connection, keys: readonly TileKey[]): Promise<Tiles> {
  const tiles = new Tiles()
  for (const tile of await readTiles(db, keys)) tiles.add(tile, tile.hashes)
  return tiles
}

const SIZE = defineQuery({
  name: 'sellos.tamano',
  roles: readers,
  sql: 'SELECT indice * 256 + length(hashes) / 32 AS hojas FROM sellos_mosaicos WHERE nivel = 0 ORDER BY indice DESC LIMIT 1',
  row: z.object({ hojas: z.number() }),
})

const EXTENT = defineQuery({
  name: 'sellos.extension',
  roles: ['admin'],
  sql: `SELECT (SELECT coalesce(max(tamano), 0) FROM sellos) AS sellado,
    coalesce((SELECT indice * 256 + length(hashes) / 32 FROM sellos_mosaicos WHERE nivel = 0 ORDER BY indice DESC LIMIT 1), 0) AS hojas,
    (SELECT coalesce(max(id), 0) FROM interacciones) AS cabeza`,
  row: z.object({ sellado: z.number(), hojas: z.number(), cabeza: z.number() }),
})

/** How far the seals, the stored tree and the log go at one moment. */
export interface Extent {
  readonly sellado: number
  readonly hojas: number
  /** The position of the log's last event. */
  readonly cabeza: number
}

/** How far it all goes now: what comes later is none of a verification's. */
export async function readExtent(db: Connection): Promise<Extent> {
  return (await db.first(EXTENT)) ?? { sellado: 0, hojas: 0, cabeza: 0 }
}

/** How many leaves the stored tree has, sealed or not yet. */
export async function treeSize(db: Connection): Promise<number> {
  return (await db.first(SIZE))?.hojas ?? 0
}

// In one statement: another process may take a step between two, and the tiles would be of another tree than the size.
const EDGE = defineQuery({
  name: 'sellos.borde',
  roles: ['sealer'],
  sql: `SELECT t.hojas, m.nivel, m.indice, m.hashes, m.primera
    FROM (SELECT indice * 256 + length(hashes) / 32 AS hojas FROM sellos_mosaicos WHERE nivel = 0 ORDER BY indice DESC LIMIT 1) t
    CROSS JOIN json_each('[0,1,2,3,4,5,6]') l
    LEFT JOIN sellos_mosaicos m ON m.nivel = l.value AND m.indice = t.hojas >> (8 * (l.value + 1))`,
  row: z.union([Tile.extend({ hojas: z.number() }), z.object({ hojas: z.number(), nivel: z.null() })]),
})

/** The stored tree's size and its last tile of each level, where that is not full: what it grows on from. */
export async function readEdge(
  db: Connection,
): Promise<{ readonly hojas: number; readonly mosaicos: readonly TileRow[] }> {
  const rows = await db.all(EDGE)
  return {
    hojas: rows[0]?.hojas ?? 0,
    mosaicos: rows.flatMap((row) => (row.nivel === null ? [] : [row])),
  }
}

const WRITE_TILE = defineWrite({
  name: 'sellos.escribir_mosaico',
  roles: ['sealer'],
  sql: `INSERT INTO sellos_mosaicos (nivel, indice, hashes, primera) VALUES (:nivel, :indice, :hashes, :primera)
    ON CONFLICT (nivel, indice) DO UPDATE SET hashes = excluded.hashes`,
})

/** Puts a tile in, or what it has grown to in the place of what it was. */
export function writeTile({ nivel, indice, hashes, primera }: TileRow): BatchItem {
  return { statement: WRITE_TILE, args: { nivel, indice, hashes: Buffer.concat(hashes), primera } }
}

const SEAL_COLUMNS = `s.tamano, s.raiz, s.fecha, s.posicion, s.clave_id, s.firma, k.publica AS clave_publica`
const Seal = z
  .object({
    tamano: z.number(),
    raiz: z.string(),
    fecha: z.string(),
    posicion: z.number(),
    clave_id: z.string(),
    firma: z.string(),
    clave_publica: z.string().nullable(),
  })
  .transform((row): Cabeza => ({ formato: HEAD_FORMAT, ...row, clave_publica: row.clave_publica ?? '' }))

const LAST_SEAL = defineQuery({
  name: 'sellos.ultimo',
  roles: readers,
  sql: `SELECT ${SEAL_COLUMNS} FROM sellos s LEFT JOIN sellos_claves k ON k.clave_id = s.clave_id ORDER BY s.tamano DESC LIMIT 1`,
  row: Seal,
})

/** The newest seal; null where nothing is sealed yet. */
export async function lastSeal(db: Connection): Promise<Cabeza | null> {
  return await db.first(LAST_SEAL)
}

const SEALS = defineQuery({
  name: 'sellos.desde',
  roles: readers,
  sql: `SELECT ${SEAL_COLUMNS} FROM sellos s LEFT JOIN sellos_claves k ON k.clave_id = s.clave_id
    WHERE s.tamano > :tamano AND s.tamano <= :hasta ORDER BY s.tamano LIMIT 500`,
  row: Seal,
})

/** The next seals of trees larger than this, at most 500 and none of a tree larger than `hasta`. */
export async function sealsAfter(db: Connection, tamano: number, hasta: number): Promise<Cabeza[]> {
  return await db.all(SEALS, { tamano, hasta })
}

const WRITE_SEAL = defineWrite({
  name: 'sellos.sellar',
  roles: ['sealer'],
  sql: `INSERT INTO sellos (tamano, raiz, fecha, posicion, clave_id, firma)
    VALUES (:tamano, :raiz, :fecha, :posicion, :clave_id, :firma)`,
})

/** Adds a seal. */
export function writeSeal({ tamano, raiz, fecha, posicion, clave_id, firma }: Cabeza): BatchItem {
  return { statement: WRITE_SEAL, args: { tamano, raiz, fecha, posicion, clave_id, firma } }
}

const KEYS = defineQuery({
  name: 'sellos.claves',
  roles: readers,
  sql: 'SELECT orden, clave_id, publica, fecha, anterior, firma FROM sellos_claves ORDER BY orden',
  row: StoredKey,
})

/** Every key that ever signed, the first one first. */
export async function readKeys(db: Connection): Promise<StoredKey[]> {
  return await db.all(KEYS)
}

const WRITE_KEY = defineWrite({
  name: 'sellos.anotar_clave',
  roles: ['sealer'],
  sql: `INSERT INTO sellos_claves (orden, clave_id, publica, fecha, anterior, firma)
    VALUES (:orden, :clave_id, :publica, :fecha, :anterior, :firma)`,
})

/** Adds a key, with the word of the one before it. */
export function writeKeyRecord(key: StoredKey): BatchItem {
  return { statement: WRITE_KEY, args: { ...key } }
}

const CHECKPOINT = defineQuery({
  name: 'sellos.checkpoint',
  roles: readers,
  sql: `SELECT posicion, (SELECT coalesce(max(id), 0) FROM interacciones) AS cabeza FROM checkpoints WHERE proyeccion = 'sellos'`,
  row: z.object({ posicion: z.number(), cabeza: z.number() }),
})

/** The last event that is a leaf of the stored tree, and the log's last. */
export async function readSealPoint(
  db: Connection,
): Promise<{ readonly posicion: number; readonly cabeza: number }> {
  const point = await db.first(CHECKPOINT)
  if (!point) throw new MissingTile('no checkpoint for the seals: a migration must make it')
  return point
}

// As for projections: a fence that fails writes -1 against the table's own check, and takes the whole batch down.
const FENCE = defineWrite({
  name: 'sellos.valla',
  roles: ['sealer'],
  sql: `UPDATE checkpoints SET fecha = :ahora, posicion = CASE WHEN posicion = :de THEN :a ELSE -1 END WHERE proyeccion = 'sellos'`,
})

/** Another sealer was faster: nothing of the batch was written. */
export class SealerOvertaken extends Error {
  override readonly name = 'SealerOvertaken'
}

/** Moves the checkpoint together with what belongs to it. @throws SealerOvertaken, or what the batch throws */
export async function fencedWrite(
  db: Connection,
  step: { readonly de: number; readonly a: number; readonly ahora: string },
  items: readonly BatchItem[],
): Promise<void> {
  try {
    await db.batch([{ statement: FENCE, args: { ...step } }, ...items])
  } catch (error) {
    // Two seals of one size, or two first keys, are the same race, met one statement later.
    const lost =
      error instanceof Error && /checkpoint_fence|UNIQUE constraint failed: sellos/.test(error.message)
    if (lost) throw new SealerOvertaken('another process sealed meanwhile', { cause: error })
    throw error
  }
}
