import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { Cabeza } from '@/events/seals/head'
import { type BackupKey, deriveKey } from './key'

export const BACKUP_FORMAT = 'bitacora.respaldo.v1'

const Sum = z.string().regex(/^[0-9a-f]{64}$/)

/** A place in the log; `eventoId` tells one log from another that has as many events. Both are null before the first. */
export const LogPoint = z.object({
  posicion: z.int().nonnegative(),
  eventoId: z.string().length(26).nullable(),
  /** When that event was recorded. */
  fecha: z.string().max(30).nullable(),
})
export type LogPoint = z.infer<typeof LogPoint>

/** What stands before the log's first event. */
export const BEGINNING: LogPoint = { posicion: 0, eventoId: null, fecha: null }

export const BACKUP_ID = /^\d{8}T\d{9}Z-(completa|incremental|continua)-\d{12}$/

/** What a backup holds and how it can be checked; written last, so that a backup without it is none. */
export const Manifest = z.object({
  formato: z.literal(BACKUP_FORMAT),
  id: z.string().regex(BACKUP_ID),
  /** `continua` is a piece of the stream: seconds, not hours. */
  clase: z.enum(['completa', 'incremental', 'continua']),
  /** `base` is a SQLite file; `registro` the log's events, and what is in no event, as lines of JSON. */
  contenido: z.enum(['base', 'registro']),
  fecha: z.string().max(30),
  /** The last event that is not in it. */
  desde: LogPoint,
  hasta: LogPoint,
  esquema: z.object({ migraciones: z.int().positive(), suma: Sum }),
  /** The newest seal at that moment. */
  sello: Cabeza.nullable(),
  /** The backup that it goes on from, by its manifest's sum; null for a full one. */
  anterior: z.object({ id: z.string().regex(BACKUP_ID), suma: Sum }).nullable(),
  datos: z.object({
    bytes: z.int().nonnegative(),
    almacenados: z.int().nonnegative(),
    /** SHA-256 of the file as it is stored. */
    suma: Sum,
    /** SHA-256 of what is in it. */
    sumaContenido: Sum,
  }),
  cifrado: z.object({ clave: z.string().regex(/^[0-9a-f]{16}$/), sal: Sum }).nullable(),
})
export type Manifest = z.infer<typeof Manifest>

/** A manifest with the sum that its successor names it by. */
export interface Signed {
  readonly manifest: Manifest
  readonly suma: string
}

/** A backup is not what it must be: which one, and what is wrong with it. */
export class BackupBroken extends Error {
  override readonly name = 'BackupBroken'
  constructor(
    readonly copia: string,
    readonly problema: string,
    options?: ErrorOptions,
  ) {
    super(`${copia}: ${problema}`, options)
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

function macOf(line: string, key: BackupKey, sal: string): string {
  return createHmac('sha256', deriveKey(key, sal, 'manifiesto'))
    .update(line)
    .digest('hex')
}

/** The text of a manifest's file: its JSON, and below it its sum, and with a key the proof that its holder wrote it. */
export function encodeManifest(
  manifest: Manifest,
  key: BackupKey | null,
): Signed & { readonly text: string } {
  const line = JSON.stringify(manifest)
  const suma = sha256(line)
  const proof = key && manifest.cifrado ? ` ${macOf(line, key, manifest.cifrado.sal)}` : ''
  return { manifest, suma, text: `${line}\n${suma}${proof}\n` }
}

/**
 * Reads a manifest's file.
 * @param key where it is given, an encrypted backup's proof is checked with it
 * @throws BackupBroken
 */
export function decodeManifest(id: string, text: string, key: BackupKey | null = null): Signed {
  const [line = '', sums = '', ...rest] = text.split('\n')
  const [suma = '', proof] = sums.split(' ')
  if (rest.join('') !== '' || rest.length !== 1 || sha256(line) !== suma)
    throw new BackupBroken(id, 'su manifiesto no es el que se escribió')
  const parsed = Manifest.safeParse(JSON.parse(line))
  if (!parsed.success || parsed.data.id !== id)
    throw new BackupBroken(id, `su manifiesto no es de una copia de esta versión (${BACKUP_FORMAT})`)
  const { cifrado } = parsed.data
  if (cifrado && (proof ?? '').length !== 64) throw new BackupBroken(id, 'su manifiesto no está firmado')
  if (!cifrado && proof !== undefined) throw new BackupBroken(id, 'su manifiesto no es el que se escribió')
  if (cifrado && key?.id === cifrado.clave && !sameText(macOf(line, key, cifrado.sal), proof ?? ''))
    throw new BackupBroken(id, 'su manifiesto no lo escribió quien tiene la clave')
  return { manifest: parsed.data, suma }
}

function sameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** The name of a backup: when it was made, of which kind, up to which position. They sort by time. */
export function backupId(fecha: string, clase: Manifest['clase'], posicion: number): string {
  return `${fecha.replace(/[-:.]/g, '')}-${clase}-${String(posicion).padStart(12, '0')}`
}
