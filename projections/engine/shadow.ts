import type { z } from 'zod'
import type { Connection, Database } from '@/db/client'
import { openScratch, removeScratch } from '@/db/scratch'
import type { Recorded } from '@/domain/events'
import { decodeEvent } from '@/events/codec'
import { readCheckpoints } from './checkpoints'
import { CHUNK, FIRST_STREAM, readEvents, readStreams, yieldTurn } from './events'
import { readHead } from './head'
import { isInline, type LogFollower, type ProjectionName } from './projection'
import {
  EVENT_ID,
  POSITIONS,
  type Position,
  PUT_POSITION,
  PUT_WALK,
  prepareOf,
  SHADOW_TABLES,
  tablesOf,
  WALK,
  type Walk,
} from './shadow-tables'

/** How one projection's shadow takes events in, and up to where it has. */
interface Standing {
  readonly prepare: LogFollower['prepare']
  readonly nombre: ProjectionName
  posicion: number
  eventoId: string | null
}

/** Projections folded from the log into a scratch database beside it. */
export interface Shadow {
  /** A connection to the scratch database. */
  readonly db: Connection
  /** How many events an earlier, killed one had folded. */
  readonly reanudada: number
  /**
   * Folds each projection as far as it stands in the live database, stream by stream: a row is written once, in the
   * order of its key, whatever the log did with it in between.
   */
  fold(onEvents: (events: number) => void): Promise<void>
  /** Folds a projection on to position `hasta`, and no further. */
  advance(nombre: ProjectionName, hasta: number): Promise<void>
  close(): void
  remove(): Promise<void>
}

/**
 * Opens the shadow that is kept at `path`, going on where it stands if it is of this log; a new one otherwise.
 * @param live a connection under `admin`
 * @param pace called between chunks
 */
export async function openShadow(
  live: Connection,
  path: string,
  nombres: readonly ProjectionName[],
  pace: () => Promise<void> = yieldTurn,
): Promise<Shadow> {
  const database = await openScratch(path, [...SHADOW_TABLES, ...tablesOf(nombres)])
  const db = database.as('admin')
  let walk = await db.first(WALK)
  let positions = await db.all(POSITIONS)
  for (const { posicion, eventoId } of positions) {
    if ((await eventIdAt(live, posicion)) === eventoId) continue
    // Of another log, or of what this one was before a restore.
    database.close()
    await removeScratch(path)
    return await openShadow(live, path, nombres, pace)
  }
  if (walk === null) {
    positions = await livePositions(live, nombres)
    walk = { hechos: 0, cursor: FIRST_STREAM }
    await db.batch([
      ...positions.map((position) => ({ statement: PUT_POSITION, args: position })),
      { statement: PUT_WALK, args: { hechos: 0, cursor: JSON.stringify(FIRST_STREAM) } },
    ])
  }
  const standings = nombres.map((nombre): Standing => {
    const { posicion, eventoId } = positions.find(({ proyeccion }) => proyeccion === nombre) ?? {
      posicion: 0,
      eventoId: null,
    }
    return { nombre, prepare: prepareOf(nombre), posicion, eventoId }
  })
  return shadowOf({ live, path, database, standings, walk, pace })
}

async function eventIdAt(live: Connection, posicion: number): Promise<string | null> {
  return posicion === 0 ? null : ((await live.first(EVENT_ID, { posicion }))?.eventoId ?? '')
}

async function livePositions(live: Connection, nombres: readonly ProjectionName[]): Promise<Position[]> {
  const [head, checkpoints] = [await readHead(live), await readCheckpoints(live)]
  const found: Position[] = []
  for (const nombre of nombres) {
    const posicion = isInline(nombre) ? head : (checkpoints.get(nombre)?.posicion ?? 0)
    found.push({ proyeccion: nombre, posicion, eventoId: await eventIdAt(live, posicion) })
  }
  return found
}

interface Parts {
  readonly live: Connection
  readonly path: string
  readonly database: Database
  readonly standings: readonly Standing[]
  readonly walk: z.infer<typeof Walk>
  readonly pace: () => Promise<void>
}

function shadowOf({ live, path, database, standings, walk, pace }: Parts): Shadow {
  const db = database.as('admin')
  return {
    db,
    reanudada: walk.hechos,
    async fold(onEvents) {
      const hasta = Math.max(...standings.map(({ posicion }) => posicion))
      let { hechos, cursor } = walk
      while (cursor !== null) {
        const { events: stored, next } = await readStreams(live, cursor, hasta)
        const events = stored.map(decodeEvent)
        hechos += events.length
        await takeChunk(db, standings, events, { hechos, cursor: next })
        cursor = next
        onEvents(events.length)
        await pace()
      }
    },
    async advance(nombre, hasta) {
      const standing = standings.find((one) => one.nombre === nombre)
      if (!standing) throw new Error(`no shadow of ${nombre}`)
      while (standing.posicion < hasta) {
        await takeOn(db, standing, (await readEvents(live, standing.posicion, hasta)).map(decodeEvent), hasta)
        await pace()
      }
    },
    close: () => database.close(),
    async remove() {
      database.close()
      await removeScratch(path)
    },
  }
}

/** A chunk of streams into each projection, as far as that one goes; all of it, or none after a kill. */
async function takeChunk(
  db: Connection,
  standings: readonly Standing[],
  events: readonly Recorded[],
  { hechos, cursor }: z.infer<typeof Walk>,
): Promise<void> {
  const items = []
  for (const standing of standings) {
    const reached = events.filter(({ sobre }) => sobre.posicion <= standing.posicion)
    if (reached.length > 0) items.push(...(await standing.prepare(db, reached)))
  }
  await yieldTurn()
  const where = { hechos, cursor: cursor === null ? null : JSON.stringify(cursor) }
  await db.batch([...items, { statement: PUT_WALK, args: where }])
}

async function takeOn(
  db: Connection,
  standing: Standing,
  events: readonly Recorded[],
  hasta: number,
): Promise<void> {
  const last = events.at(-1)?.sobre
  const posicion = events.length < CHUNK ? hasta : (last?.posicion ?? hasta)
  // Where the log has no event at `hasta`, a later run finds it by the one before.
  const stored = last ?? { posicion: standing.posicion, eventoId: standing.eventoId }
  const writes = events.length === 0 ? [] : await standing.prepare(db, events)
  await db.batch([
    ...writes,
    {
      statement: PUT_POSITION,
      args: { proyeccion: standing.nombre, posicion: stored.posicion, eventoId: stored.eventoId },
    },
  ])
  standing.posicion = posicion
  standing.eventoId = stored.eventoId
}
