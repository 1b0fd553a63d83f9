import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { CipherBroken, decrypt, encrypt } from './cipher'
import { type BackupKey, BackupKeyError, deriveKey } from './key'
import { BackupBroken, type Manifest } from './manifest'

// Fast: a backup is read back in a hurry, and most of a log is text that shrinks well at any level.
const GZIP = { level: 1, chunkSize: 256 * 1024 } as const

/** Where a backup's data lies. */
export const dataFile = (folder: string, id: string): string => join(folder, `${id}.datos`)

/** Hands a stream through, and counts and sums what goes by. */
function meter() {
  const hash = createHash('sha256')
  const meter = {
    bytes: 0,
    suma: '',
    async *through(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      for await (const chunk of source) {
        meter.bytes += chunk.length
        hash.update(chunk)
        yield chunk
      }
      meter.suma = hash.digest('hex')
    },
  }
  return meter
}

export type Packed = Pick<Manifest, 'datos' | 'cifrado'>

/**
 * Compresses a stream, encrypts it where there is a key, and writes it to a new file that is on the disk when this ends.
 * @throws what the file system says, ENOSPC among it: the file is the caller's to remove
 */
export async function packInto(
  path: string,
  source: AsyncIterable<Buffer>,
  key: BackupKey | null,
): Promise<Packed> {
  const [content, stored] = [meter(), meter()]
  const cifrado = key && { clave: key.id, sal: randomBytes(32).toString('hex') }
  const dataKey = key && cifrado ? deriveKey(key, cifrado.sal, 'datos') : null
  await pipeline(
    Readable.from(content.through(source), { objectMode: false, highWaterMark: GZIP.chunkSize }),
    createGzip(GZIP),
    async function* close(compressed: AsyncIterable<Buffer>) {
      yield* stored.through(dataKey ? encrypt(compressed, dataKey) : compressed)
    },
    createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }),
  )
  const datos = {
    bytes: content.bytes,
    almacenados: stored.bytes,
    suma: stored.suma,
    sumaContenido: content.suma,
  }
  return { datos, cifrado }
}

/**
 * What is in a backup. Only when it ended without an error is it known to be what was written.
 * @throws BackupBroken, BackupKeyError
 */
export async function* unpack(
  folder: string,
  manifest: Manifest,
  key: BackupKey | null,
): AsyncGenerator<Buffer> {
  const { id, datos, cifrado } = manifest
  const [content, stored] = [meter(), meter()]
  const dataKey = cifrado && deriveKey(requireKey(id, cifrado.clave, key), cifrado.sal, 'datos')
  const gunzip = createGunzip({ chunkSize: 1024 * 1024 })
  const done = pipeline(
    createReadStream(dataFile(folder, id), { highWaterMark: 1024 * 1024 }),
    async function* open(source: AsyncIterable<Buffer>) {
      const checked = stored.through(source)
      yield* dataKey ? decrypt(checked, dataKey) : checked
    },
    gunzip,
  )
  // Whoever reads hears of it: the stream below is destroyed with the same error.
  done.catch(() => undefined)
  try {
    yield* content.through(gunzip)
    await done
  } catch (error) {
    throw explain(id, error)
  }
  if (stored.suma !== datos.suma || stored.bytes !== datos.almacenados)
    throw new BackupBroken(id, 'su fichero de datos no es el que se escribió')
  if (content.suma !== datos.sumaContenido || content.bytes !== datos.bytes)
    throw new BackupBroken(id, 'su contenido no es el que se escribió')
}

function requireKey(id: string, clave: string, key: BackupKey | null): BackupKey {
  if (key === null)
    throw new BackupKeyError(`${id} está cifrada con la clave ${clave}: ponga BACKUP_KEY_FILE o BACKUP_KEY`)
  if (key.id !== clave)
    throw new BackupKeyError(`${id} está cifrada con la clave ${clave}, y la configurada es la ${key.id}`)
  return key
}

function explain(id: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (error instanceof CipherBroken) return new BackupBroken(id, error.message, { cause: error })
  if (code === 'ENOENT') return new BackupBroken(id, 'falta su fichero de datos')
  if (code.startsWith('Z_')) return new BackupBroken(id, 'su fichero de datos no se puede descomprimir')
  return error
}
