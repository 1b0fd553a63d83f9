import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import type { Cabeza } from './head'
import { LEAF_SQL } from './leaf'
import { consistencyPath, inclusionPath, type NodeReader } from './merkle'
import { lastSeal, loadTiles } from './store'
import { tilesFor } from './tiles'

export const PROOF_FORMAT = 'bitacora.prueba.v1'
export const CONSISTENCY_FORMAT = 'bitacora.consistencia.v1'

/** Written on every proof: what it does not say. */
export const AVISO =
  'Prueba que estos eventos están en el registro sellado, con este contenido y en este lugar. No prueba que sean todos los que cumplen una condición, ni que lo que dicen sea cierto, ni nada posterior al sello.'

/** One event's proof: its canonical bytes and the path from them to the root of a sealed tree. */
export interface Prueba {
  readonly formato: typeof PROOF_FORMAT
  /** Of the tree, as in the seal that it leads to. */
  readonly tamano: number
  /** Of the leaf within the log, from 0; not the event's `id`. */
  readonly indice: number
  /** The canonical text of the event (see leaf.ts); its UTF-8 is the leaf. */
  readonly hoja: string
  /** The siblings' hashes, from the leaf upwards, in hexadecimal. */
  readonly camino: readonly string[]
}

const Text = z.instanceof(ArrayBuffer).transform((buffer) => Buffer.from(buffer).toString('utf8'))

// The tile that holds a position says how many leaves came before it; the rest is counted, at most 255 of them.
const LOCATE = defineQuery({
  name: 'sellos.localizar',
  roles: ['sealer', 'admin', 'api_server'],
  sql: `SELECT i.id AS posicion, CAST(i.hoja AS BLOB) AS hoja,
      m.indice * 256 + (SELECT count(*) FROM interacciones d WHERE d.id >= m.primera AND d.id < i.id) AS indice
    FROM (SELECT id, ${LEAF_SQL} AS hoja FROM interacciones WHERE id IN (SELECT value FROM json_each(:posiciones))) i
    CROSS JOIN sellos_mosaicos m
      ON m.primera = (SELECT max(t.primera) FROM sellos_mosaicos t WHERE t.primera <= i.id)`,
  row: z.object({ posicion: z.number(), hoja: Text, indice: z.number() }),
})

const AT_ONCE = 500

/**
 * Proofs of many events, by position. For each 500 of them there are two or three queries, whatever the log's size, and
 * at most one tile of 8 KiB for each event and level. What is not sealed in `cabeza` yet has no entry.
 * @param cabeza the seal that they lead to; the newest one where none is given
 */
export async function proveLeaves(
  db: Connection,
  posiciones: readonly number[],
  cabeza?: Cabeza,
): Promise<ReadonlyMap<number, Prueba>> {
  const proofs = new Map<number, Prueba>()
  const head = cabeza ?? (await lastSeal(db))
  if (head === null) return proofs
  const { tamano, posicion: last } = head
  const sealed = [...new Set(posiciones)].filter((one) => one <= last)
  for (let from = 0; from < sealed.length; from += AT_ONCE) {
    const part = sealed.slice(from, from + AT_ONCE)
    const found = await db.all(LOCATE, { posiciones: JSON.stringify(part) })
    const wanted = found.filter(({ indice }) => indice < tamano)
    const pathsOf = (node: NodeReader) => wanted.map(({ indice }) => inclusionPath(indice, tamano, node))
    const paths = pathsOf((await loadTiles(db, tilesFor(pathsOf))).node)
    for (const [index, { posicion, hoja, indice }] of wanted.entries()) {
      const camino = (paths[index] ?? []).map((hash) => hash.toString('hex'))
      proofs.set(posicion, { formato: PROOF_FORMAT, tamano, indice, hoja, camino })
    }
  }
  return proofs
}

/** A proof that a later sealed tree begins with an earlier one: nothing of that was changed, inserted or removed. */
export interface Consistencia {
  readonly formato: typeof CONSISTENCY_FORMAT
  readonly vieja: Cabeza
  readonly nueva: Cabeza
  readonly camino: readonly string[]
}

/** @throws MissingTile when the stored tree is smaller than one of them */
export async function proveConsistency(db: Connection, vieja: Cabeza, nueva: Cabeza): Promise<Consistencia> {
  const pathOf = (node: NodeReader) => consistencyPath(vieja.tamano, nueva.tamano, node)
  const tiles = await loadTiles(db, tilesFor(pathOf))
  const camino = pathOf(tiles.node).map((hash) => hash.toString('hex'))
  return { formato: CONSISTENCY_FORMAT, vieja, nueva, camino }
}
