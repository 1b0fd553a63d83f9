import { existsSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { fillFile } from '@projections/engine/fill'
import { readHead } from '@projections/engine/head'
import { rebuildProjections } from '@projections/engine/rebuild'
import { SKIP_OUTBOX } from '@projections/outbox/skip'
import { z } from 'zod'
import { type Connection, openDatabase } from '@/db/client'
import { checkDatabase, createEmptyDatabase, settleDatabase } from '@/db/empty'
import { insertJsonRows } from '@/db/json-rows'
import { defineQuery, defineWrite } from '@/db/queries'
import { removeScratch } from '@/db/scratch'
import { EVENT_COLUMNS as COLUMNS } from './registro/tables'

const CHUNK = 500

const READ = defineQuery({
  name: 'replay.leer',
  roles: ['admin'],
  sql: `SELECT count(*) AS eventos, max(id) AS ultima, json_group_array(json_array(${COLUMNS.join(', ')})) AS filas
    FROM (SELECT ${COLUMNS.join(', ')} FROM interacciones WHERE id > :desde AND id <= :hasta ORDER BY id LIMIT ${CHUNK})`,
  row: z.object({ eventos: z.number(), ultima: z.number().nullable(), filas: z.string() }),
})

/** Puts events into a log as they are; takes the JSON of an array of rows. */
export const COPY_EVENTS = defineWrite({
  name: 'replay.copiar',
  roles: ['admin'],
  sql: insertJsonRows('interacciones', COLUMNS),
})

const AT = defineQuery({
  name: 'replay.desde_id',
  roles: ['admin'],
  sql: 'SELECT id, fecha_registro AS fecha FROM interacciones WHERE id >= :id ORDER BY id LIMIT 1',
  row: z.object({ id: z.number(), fecha: z.string() }),
})

/**
 * The log's position at an instant of recorded time: that of the last event recorded until then, 0 before all.
 * Recorded time never goes back along the log, so it is searched by halves.
 */
export async function positionAt(db: Connection, instante: string): Promise<number> {
  let [low, high] = [0, await readHead(db)]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    const event = await db.first(AT, { id: middle })
    if (event !== null && event.fecha <= instante) low = event.id
    else high = middle - 1
  }
  return low
}

/** There is something at the place where the new file was to be. */
export class TargetExists extends Error {
  override readonly name = 'TargetExists'
}

/** A file that was made of a log is not what it must be. */
export class ReplayBroken extends Error {
  override readonly name = 'ReplayBroken'
  constructor(readonly problems: readonly string[]) {
    super(problems.join('; '))
  }
}

export interface ReplayProgress {
  readonly fase: 'copiar' | 'reconstruir' | 'seguir' | 'comprobar'
  readonly hechos: number
  readonly total: number
}

export interface ReplayOptions {
  /** A connection under `admin` to the log that is replayed. */
  readonly db: Connection
  /** The position to stop at. */
  readonly hasta: number
  /** The path of the new file. */
  readonly into: string
  readonly now: () => number
  readonly onProgress?: (progress: ReplayProgress) => void
}

/**
 * The whole service as it was after a position of the log, in a new file, named only when it is whole and checked.
 * @returns how many events it holds
 * @throws TargetExists, UnreadableEvent, ReplayBroken: then it lies there as `.parcial`
 */
export async function replayInto(options: ReplayOptions): Promise<{ readonly eventos: number }> {
  const { into, now, onProgress = () => undefined } = options
  if (existsSync(into)) throw new TargetExists(into)
  const partial = `${into}.parcial`
  await removeScratch(partial)
  const url = `file:${partial}`
  await createEmptyDatabase(url)
  const target = await openDatabase({ url, disposable: true })
  let eventos = 0
  try {
    eventos = await copyEvents(options, target.as('admin'), onProgress)
    await rebuildProjections({
      db: target.as('admin'),
      nombres: ['usuarios', 'tickets'],
      path: `${partial}.sombra`,
      repair: true,
      onProgress: ({ fase, hechos, total }) => {
        if (fase === 'plegar') onProgress({ fase: 'reconstruir', hechos, total })
      },
    })
    let followed = 0
    await fillFile(url, target, now, (events) => {
      followed += events
      onProgress({ fase: 'seguir', hechos: followed, total: eventos })
    })
    await target.as('admin').batch([{ statement: SKIP_OUTBOX, args: [] }])
  } finally {
    target.close()
  }
  onProgress({ fase: 'comprobar', hechos: 0, total: 1 })
  await settleDatabase(url)
  const problems = await checkDatabase(url)
  if (problems.length > 0) throw new ReplayBroken(problems)
  await rename(partial, into)
  await removeScratch(partial)
  return { eventos }
}

async function copyEvents(
  { db, hasta }: ReplayOptions,
  target: Connection,
  onProgress: (progress: ReplayProgress) => void,
): Promise<number> {
  let copied = 0
  for (let desde = 0; ; ) {
    const chunk = await db.first(READ, { desde, hasta })
    if (chunk === null || chunk.ultima === null) return copied
    await target.batch([{ statement: COPY_EVENTS, args: [chunk.filas] }])
    copied += chunk.eventos
    desde = chunk.ultima
    onProgress({ fase: 'copiar', hechos: desde, total: hasta })
    await new Promise((resolve) => setImmediate(resolve))
  }
}
