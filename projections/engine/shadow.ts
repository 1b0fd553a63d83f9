import { z } from 'zod'
import type { BatchItem, Connection, Database } from '@/db/client'
import { defineQuery, defineWrite } from '@/db/queries'
import { openScratch, removeScratch } from '@/db/scratch'
import { isCuentaEvent, type Recorded } from '@/domain/events'
import { decodeEvent } from '@/events/codec'
import { catchUpOf } from '../registry'
import { reduceTicket } from '../tickets/reducer'
import { TICKETS, TicketRow } from '../tickets/row'
import { reduceCuenta } from '../usuarios/reducer'
import { CuentaRow, USUARIOS } from '../usuarios/row'
import type { EntityRow } from './entity'
import { defineEntityFold, EntityFold } from './entity-fold'
import { CHUNK, readEvents, yieldTurn } from './events'
import { isInline, knownStreams, type ProjectionName } from './projection'

const TICKET_FOLD = defineEntityFold(TICKETS, TicketRow)
const CUENTA_FOLD = defineEntityFold(USUARIOS, CuentaRow)

/** The tables of a shadow that are in no migration; the test of the grants makes them too. */
export const SHADOW_TABLES = [
  TICKET_FOLD.ddl,
  CUENTA_FOLD.ddl,
  'CREATE TABLE shadow_posiciones (proyeccion TEXT PRIMARY KEY, posicion INTEGER NOT NULL, evento_id TEXT)',
]

const TABLES = defineQuery({
  name: 'shadow.tablas',
  roles: ['admin'],
  sql: `SELECT sql FROM sqlite_schema WHERE type = 'table' AND name IN (SELECT value FROM json_each(?1))`,
  row: z.object({ sql: z.string() }),
})

const Position = z.object({ proyeccion: z.string(), posicion: z.number(), eventoId: z.string().nullable() })

const POSITIONS = defineQuery({
  name: 'shadow.posiciones',
  roles: ['admin'],
  sql: 'SELECT proyeccion, posicion, evento_id AS eventoId FROM shadow_posiciones',
  row: Position,
})

const PUT_POSITION = defineWrite({
  name: 'shadow.posiciones.guardar',
  roles: ['admin'],
  sql: 'INSERT OR REPLACE INTO shadow_posiciones (proyeccion, posicion, evento_id) VALUES (:proyeccion, :posicion, :eventoId)',
})

const EVENT_ID = defineQuery({
  name: 'shadow.evento',
  roles: ['admin'],
  sql: 'SELECT evento_id AS eventoId FROM interacciones WHERE id = :posicion',
  row: z.object({ eventoId: z.string() }),
})

// Changed rows wait in memory for so many of them, or for so many chunks: what a kill costs at most.
const ROWS_WORTH_WRITING = 1000
const CHUNKS_HELD = 4

/** How one projection's shadow takes events in. */
interface Fold {
  readonly nombre: ProjectionName
  /** The writes that these events come to; null where they can wait in memory. */
  take(events: readonly Recorded[], flush: boolean): Promise<readonly BatchItem[] | null>
  written(): void
}

interface Standing {
  readonly fold: Fold
  posicion: number
  /** The last event that it took in: what a later run finds it by. */
  ultimo: { readonly posicion: number; readonly eventoId: string | null }
}

/** Projections folded from the log into a scratch database beside it. */
export interface Shadow {
  /** A connection to the scratch database. */
  readonly db: Connection
  /** Where it began: above 0 where an earlier one was killed. */
  readonly reanudada: number
  /** Folds these projections on to position `hasta`, and no further, and has all of it written. */
  advance(
    nombres: readonly ProjectionName[],
    hasta: number,
    onEvents?: (events: number) => void,
  ): Promise<void>
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
  const database = await openScratch(path, [...SHADOW_TABLES, ...(await tablesOf(live, nombres))])
  const positions = new Map((await database.as('admin').all(POSITIONS)).map((row) => [row.proyeccion, row]))
  for (const { posicion, eventoId } of positions.values()) {
    const event = posicion === 0 ? null : await live.first(EVENT_ID, { posicion })
    if (posicion === 0 || event?.eventoId === eventoId) continue
    // Of another log, or of what this one was before a restore.
    database.close()
    await removeScratch(path)
    return await openShadow(live, path, nombres, pace)
  }
  const folds = nombres.map((nombre): Standing => {
    const { posicion, eventoId } = positions.get(nombre) ?? { posicion: 0, eventoId: null }
    return { fold: foldOf(database.as('admin'), nombre), posicion, ultimo: { posicion, eventoId } }
  })
  return shadowOf({ live, path, database, folds, pace })
}

/** The catch-up projections' tables as they are in the live database, without their indexes: nothing is looked up. */
async function tablesOf(live: Connection, nombres: readonly ProjectionName[]): Promise<string[]> {
  const names = nombres.flatMap((nombre) =>
    isInline(nombre) ? [] : catchUpOf(nombre).tables.map(({ table }) => table),
  )
  return (await live.all(TABLES, [JSON.stringify(names)])).map(({ sql }) => sql)
}

function foldOf(db: Connection, nombre: ProjectionName): Fold {
  if (nombre === 'tickets') {
    const fold = new EntityFold(db, TICKET_FOLD)
    return entityFold(nombre, fold, async (events) => {
      await fold.hold(knownStreams(events, 'ticket'))
      for (const event of events)
        if (!isCuentaEvent(event)) fold.set(reduceTicket(fold.get(event.sobre.sujeto.id), event))
    })
  }
  if (nombre === 'usuarios') {
    const fold = new EntityFold(db, CUENTA_FOLD)
    return entityFold(nombre, fold, async (events) => {
      await fold.hold(knownStreams(events, 'cuenta'))
      for (const event of events)
        if (isCuentaEvent(event)) fold.set(reduceCuenta(fold.get(event.sobre.sujeto.id), event))
    })
  }
  const projection = catchUpOf(nombre)
  return { nombre, take: (events) => projection.prepare(db, events), written: () => undefined }
}

function entityFold<Row extends EntityRow>(
  nombre: ProjectionName,
  fold: EntityFold<Row>,
  apply: (events: readonly Recorded[]) => Promise<void>,
): Fold {
  let held = 0
  return {
    nombre,
    async take(events, flush) {
      await apply(events)
      held += 1
      if (fold.pending < ROWS_WORTH_WRITING && held < CHUNKS_HELD && !flush) return null
      held = 0
      return fold.pending === 0 ? [] : [fold.takeWrite()]
    },
    written: () => fold.trim(),
  }
}

interface Parts {
  readonly live: Connection
  readonly path: string
  readonly database: Database
  readonly folds: readonly Standing[]
  readonly pace: () => Promise<void>
}

function shadowOf({ live, path, database, folds, pace }: Parts): Shadow {
  const db = database.as('admin')
  return {
    db,
    reanudada: Math.min(...folds.map(({ posicion }) => posicion)),
    async advance(nombres, hasta, onEvents) {
      const chosen = folds.filter(({ fold }) => nombres.includes(fold.nombre))
      for (;;) {
        const desde = Math.min(...chosen.map(({ posicion }) => posicion))
        if (desde >= hasta) return
        const events = (await readEvents(live, desde, hasta)).map(decodeEvent)
        const last = events.length < CHUNK
        const reached = last ? hasta : (events.at(-1)?.sobre.posicion ?? hasta)
        for (const standing of chosen) {
          await yieldTurn()
          await takeIn(db, standing, events, reached, reached >= hasta)
        }
        onEvents?.(events.length)
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

async function takeIn(
  db: Connection,
  standing: Standing,
  events: readonly Recorded[],
  reached: number,
  flush: boolean,
): Promise<void> {
  const { fold } = standing
  const mine = events.filter(({ sobre }) => sobre.posicion > standing.posicion)
  if (standing.posicion >= reached) return
  const writes = await fold.take(mine, flush)
  standing.posicion = reached
  const last = mine.at(-1)?.sobre
  if (last) standing.ultimo = { posicion: last.posicion, eventoId: last.eventoId }
  if (writes === null) return
  const position = { statement: PUT_POSITION, args: { proyeccion: fold.nombre, ...standing.ultimo } }
  await db.batch([...writes, position])
  fold.written()
}
