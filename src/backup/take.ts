import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm, stat, statfs } from 'node:fs/promises'
import { ulid } from 'ulid'
import { z } from 'zod'
import { type Connection, openDatabase } from '@/db/client'
import { copyDatabase } from '@/db/copy'
import { defineQuery } from '@/db/queries'
import { removeScratch } from '@/db/scratch'
import { databaseFile } from '@/db/upkeep'
import { lastSeal } from '@/events/seals/store'
import { listBackups, partialPath, type StoredBackup, storeBackup, sweepFolder } from './formato/folder'
import type { BackupKey } from './formato/key'
import { BACKUP_FORMAT, BEGINNING, backupId, type LogPoint, type Manifest } from './formato/manifest'
import type { Packed } from './formato/pack'
import { readPoint, registroLines } from './registro/write'

/** What a backup is made of, and where it goes. Nobody else may be writing into the folder. */
export interface TakeOptions {
  /** A connection under `admin` to the live database. */
  readonly db: Connection
  readonly database: {
    readonly url: string
    readonly authToken?: string | undefined
    readonly esArchivo: boolean
  }
  readonly carpeta: string
  readonly clave: BackupKey | null
  readonly now: () => number
  /** Where the caller knows it already; else it is asked. */
  readonly esquema?: Manifest['esquema'] | undefined
  readonly onProgress?: ((progress: TakeProgress) => void) | undefined
}

export interface TakeProgress {
  readonly fase: 'copiar' | 'comprimir'
  readonly hechos: number
  readonly total: number
}

/** There is no room for it: said before anything is written. */
export class NoRoom extends Error {
  override readonly name = 'NoRoom'
  constructor(
    readonly carpeta: string,
    readonly hacenFalta: number,
    readonly hay: number,
  ) {
    super(`${carpeta}: ${hay} of ${hacenFalta} bytes`)
  }
}

/** There is nothing that an incremental backup could go on from; the message says why. */
export class NothingToContinue extends Error {
  override readonly name = 'NothingToContinue'
}

type Description = Omit<Manifest, keyof Packed>

/** A moment behind the last backup: what was being written then is taken again. */
const OVERLAP_MS = 5 * 60_000

const SCHEMA = defineQuery({
  name: 'respaldo.esquema',
  roles: ['admin'],
  sql: 'SELECT suma FROM migraciones ORDER BY numero',
  row: z.object({ suma: z.string() }),
})

/** Which migrations a database has, in one sum. */
export async function schemaOf(db: Connection): Promise<Manifest['esquema']> {
  const applied = await db.all(SCHEMA)
  const suma = createHash('sha256').update(applied.map(({ suma }) => `${suma}\n`).join(''))
  return { migraciones: applied.length, suma: suma.digest('hex') }
}

/**
 * A full backup: of a file database a consistent copy of the file, of a remote one its log from the beginning.
 * @throws NoRoom, or what the file system says: then there is nothing of it
 */
export async function takeFull(options: TakeOptions): Promise<StoredBackup> {
  await sweepFolder(options.carpeta)
  return options.database.esArchivo
    ? await takeBase(options)
    : await takeRegistro({ ...options, clase: 'completa', desde: BEGINNING, anterior: null, continua: false })
}

/** Names sort as the backups were made, also where a clock went back. */
async function nextFecha({ carpeta, now }: TakeOptions, last: StoredBackup | null): Promise<string> {
  const newest = (last ?? (await listBackups(carpeta)).copias.at(-1))?.manifest.fecha
  return new Date(Math.max(now(), newest === undefined ? 0 : Date.parse(newest) + 1)).toISOString()
}

async function takeBase(options: TakeOptions): Promise<StoredBackup> {
  const { database, carpeta, clave, onProgress } = options
  await requireRoom(carpeta, database.url)
  const copy = partialPath(carpeta, `base-${ulid()}`)
  try {
    onProgress?.({ fase: 'copiar', hechos: 0, total: 1 })
    const fecha = await nextFecha(options, null)
    await copyDatabase(database.url, copy)
    const taken = await describeCopy(copy)
    const { size: total } = await stat(copy)
    const id = backupId(fecha, 'completa', taken.hasta.posicion)
    const description: Description = {
      ...{ formato: BACKUP_FORMAT, id, clase: 'completa', contenido: 'base', fecha },
      ...{ desde: BEGINNING, anterior: null, ...taken },
    }
    return await storeBackup(
      carpeta,
      clave,
      description,
      readFileOf(copy, (hechos) => onProgress?.({ fase: 'comprimir', hechos, total })),
    )
  } finally {
    await removeScratch(copy)
    await rm(copy, { force: true })
  }
}

/** Of the copy and not of the live database, which has gone on. */
async function describeCopy(copy: string): Promise<Pick<Manifest, 'hasta' | 'sello' | 'esquema'>> {
  const url = `file:${copy}`
  const database = await openDatabase({ url, disposable: true })
  try {
    const db = database.as('admin')
    const [hasta, sello] = [await readPoint(db), await lastSeal(db)]
    return { hasta, sello, esquema: await schemaOf(db) }
  } finally {
    database.close()
  }
}

/** The copy as it is, and the compressed one beside it at worst. */
async function requireRoom(carpeta: string, url: string): Promise<void> {
  const { size } = await stat(databaseFile(url))
  const { bavail, bsize } = await statfs(carpeta)
  const [hacenFalta, hay] = [Math.ceil(size * 1.3), bavail * bsize]
  if (hay < hacenFalta) throw new NoRoom(carpeta, hacenFalta, hay)
}

async function* readFileOf(path: string, onBytes: (bytes: number) => void): AsyncGenerator<Buffer> {
  let read = 0
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
    const bytes = Buffer.from(chunk)
    yield bytes
    read += bytes.length
    onBytes(read)
  }
}

export interface RegistroTake extends TakeOptions {
  readonly clase: Manifest['clase']
  readonly desde: LogPoint
  readonly anterior: StoredBackup | null
  readonly continua: boolean
}

/** The events after a point of the log, and what is in none, chained to the backup that ends at that point. */
export async function takeRegistro(options: RegistroTake): Promise<StoredBackup> {
  const { db, carpeta, clave, clase, desde, anterior, continua, onProgress } = options
  const fecha = await nextFecha(options, anterior)
  const esquema = options.esquema ?? (await schemaOf(db))
  const [hasta, sello] = [await readPoint(db), await lastSeal(db)]
  const previous = anterior?.manifest
  const since = {
    posicion: desde.posicion,
    fecha: previous ? new Date(Date.parse(previous.fecha) - OVERLAP_MS).toISOString() : '',
    tamano: previous?.sello?.tamano ?? 0,
  }
  const total = hasta.posicion - desde.posicion
  const lines = registroLines({
    ...{ db, desde: desde.posicion, hasta: hasta.posicion, since, continua },
    onProgress: (at) => onProgress?.({ fase: 'copiar', hechos: at - desde.posicion, total }),
  })
  const description: Description = {
    ...{ formato: BACKUP_FORMAT, id: backupId(fecha, clase, hasta.posicion), clase, contenido: 'registro' },
    ...{ fecha, desde, hasta, sello, esquema },
    anterior: anterior && { id: anterior.manifest.id, suma: anterior.suma },
  }
  return await storeBackup(carpeta, clave, description, lines)
}

/**
 * An incremental backup: what came since the folder's newest one.
 * @throws NothingToContinue where there is none, or it is of another log: one that was restored to before its end
 */
export async function takeIncremental(options: TakeOptions): Promise<StoredBackup> {
  await sweepFolder(options.carpeta)
  const anterior = await findPredecessor(options)
  return await takeRegistro({
    ...options,
    clase: 'incremental',
    desde: anterior.manifest.hasta,
    anterior,
    continua: false,
  })
}

/** The newest backup of the folder, if this log goes on from it. @throws NothingToContinue */
export async function findPredecessor({ db, carpeta, clave }: TakeOptions): Promise<StoredBackup> {
  const newest = (await listBackups(carpeta, clave)).copias.at(-1)
  if (newest === undefined) throw new NothingToContinue('no hay ninguna copia completa')
  const { hasta, cifrado, id } = newest.manifest
  const here = await readPoint(db, hasta.posicion)
  if (here.posicion !== hasta.posicion || here.eventoId !== hasta.eventoId)
    throw new NothingToContinue(`el registro ya no es el de ${id}: se ha restaurado`)
  if ((cifrado?.clave ?? null) !== (clave?.id ?? null))
    throw new NothingToContinue(`${id} no se cifró con la misma clave`)
  return newest
}
