import type { Connection } from '@/db/client'
import { type Cabeza, HEAD_FORMAT, signHead } from './head'
import type { SealKey } from './keys'
import { type NodeReader, rootOf } from './merkle'
import { LEAVES_AT_ONCE, readLeaves } from './read'
import {
  fencedWrite,
  lastSeal,
  loadTiles,
  readEdge,
  readKeys,
  readSealPoint,
  SealerOvertaken,
  writeKeyRecord,
  writeSeal,
  writeTile,
} from './store'
import { TILE, TreeEdge, tilesFor } from './tiles'

/** The database knows another key than the one in the file, so that what this one signs would convince nobody. */
export class UnknownSealKey extends Error {
  override readonly name = 'UnknownSealKey'
  constructor(
    readonly claveId: string,
    readonly esperada: string,
  ) {
    super(`la clave de sellado es ${claveId}, pero la base de datos espera la ${esperada}`)
  }
}

/** The stored tree does not go on from the last seal any more: signing it would cover up who changed it. */
export class TreeContradicted extends Error {
  override readonly name = 'TreeContradicted'
}

const RETRIES = 40
/** How many events a step takes: each is a commit, which writes the last tiles anew. */
export const GROW_STEP = 16 * TILE

/** Takes the tree over the next events, tiles and checkpoint in one transaction. @returns how many it took */
export async function growStep(db: Connection, now: number): Promise<number> {
  const { posicion } = await readSealPoint(db)
  const edge = await openEdge(db)
  let a = posicion
  for (let wanted = GROW_STEP; wanted > 0; ) {
    const leaves = await readLeaves(db, a, Math.min(wanted, LEAVES_AT_ONCE))
    for (const leaf of leaves) edge.push(leaf)
    a = leaves.at(-1)?.id ?? a
    wanted = leaves.length < LEAVES_AT_ONCE ? 0 : wanted - leaves.length
    // A file is read within the event loop, and others have their turn between two reads.
    await new Promise((resolve) => setImmediate(resolve))
  }
  const taken = edge.size - edge.start
  if (taken === 0) return 0
  await fencedWrite(
    db,
    { de: posicion, a, ahora: new Date(now).toISOString() },
    edge.changed().map(writeTile),
  )
  return taken
}

async function openEdge(db: Connection): Promise<TreeEdge> {
  const { hojas, mosaicos } = await readEdge(db)
  return new TreeEdge(hojas, mosaicos)
}

/**
 * Takes the tree over all that is in the log as it begins: with others writing, there would be no end. Another sealer
 * may be at it too: one of them is first at each step.
 * @returns how many events it took
 */
export async function grow(
  db: Connection,
  now: () => number,
  onProgress: (done: number) => void = () => undefined,
): Promise<number> {
  let { posicion, cabeza } = await readSealPoint(db)
  let done = 0
  for (let overtaken = 0; posicion < cabeza; ) {
    try {
      done += await growStep(db, now())
      onProgress(done)
    } catch (error) {
      if (!(error instanceof SealerOvertaken) || ++overtaken > RETRIES) throw error
    }
    posicion = (await readSealPoint(db)).posicion
  }
  return done
}

/**
 * Signs the tree as it stands, if it grew since the last seal.
 * @returns the newest seal; null where there is nothing to seal
 * @throws UnknownSealKey, TreeContradicted, MissingTile
 */
export async function seal(db: Connection, key: SealKey, now: () => number): Promise<Cabeza | null> {
  return await unlessOvertaken(() => sealOnce(db, key, now))
}

/** Does it again where another sealer was faster. @throws what the work throws */
export async function unlessOvertaken<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof SealerOvertaken) || attempt > RETRIES) throw error
    }
  }
}

async function sealOnce(db: Connection, key: SealKey, now: () => number): Promise<Cabeza | null> {
  const before = await lastSeal(db)
  const { posicion } = await readSealPoint(db)
  const edge = await openEdge(db)
  const keys = await readKeys(db)
  const current = keys.at(-1)
  if (current !== undefined && current.clave_id !== key.id) throw new UnknownSealKey(key.id, current.clave_id)
  if (before !== null) await requireContinuation(db, before, edge.size)
  if (edge.size === (before?.tamano ?? 0)) return before
  const ahora = new Date(now()).toISOString()
  const fecha = before !== null && before.fecha > ahora ? before.fecha : ahora
  const head = {
    tamano: edge.size,
    raiz: rootOf(edge.size, edge.nodes().node).toString('hex'),
    fecha,
    posicion,
    clave_id: key.id,
  }
  const cabeza: Cabeza = {
    formato: HEAD_FORMAT,
    ...head,
    firma: signHead(head, key.privateKey),
    clave_publica: key.publica,
  }
  const first = { orden: 1, clave_id: key.id, publica: key.publica, fecha, anterior: null, firma: null }
  // The fence holds the checkpoint still: the tree is no larger than what was signed.
  await fencedWrite(db, { de: posicion, a: posicion, ahora }, [
    ...(current === undefined ? [writeKeyRecord(first)] : []),
    writeSeal(cabeza),
  ])
  return cabeza
}

async function requireContinuation(db: Connection, { tamano, raiz }: Cabeza, size: number): Promise<void> {
  const rootAt = (node: NodeReader) => rootOf(tamano, node)
  const tiles = size < tamano ? null : await loadTiles(db, tilesFor(rootAt))
  if (tiles === null || rootAt(tiles.node).toString('hex') !== raiz)
    throw new TreeContradicted(
      `el árbol guardado ya no es el que se selló con ${tamano} eventos: no se firma`,
    )
}

/** Seals all that is in the log. @throws UnknownSealKey, TreeContradicted, MissingTile */
export async function sealAll(
  db: Connection,
  key: SealKey,
  now: () => number,
  onProgress?: (done: number) => void,
): Promise<Cabeza | null> {
  await grow(db, now, onProgress)
  return await seal(db, key, now)
}
