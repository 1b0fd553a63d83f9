import { createReadStream, createWriteStream } from 'node:fs'
import { copyFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { takeFull } from '@/backup/take'
import { openDatabase } from '@/db/client'

/** How long a full backup takes, beside copying the file and compressing the copy with the same tool; in seconds. */
export interface FullFigures {
  readonly megabytes: number
  readonly copia: number
  readonly copiarYComprimir: number
  readonly razon: number
}

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}

async function copyAndCompress(file: string, folder: string): Promise<void> {
  const copy = join(folder, 'a-mano.db')
  await copyFile(file, copy)
  await pipeline(
    createReadStream(copy, { highWaterMark: 1024 * 1024 }),
    createGzip({ level: 1, chunkSize: 256 * 1024 }),
    createWriteStream(`${copy}.gz`, { flush: true }),
  )
  await rm(copy)
  await rm(`${copy}.gz`)
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** In turns, so that what else the machine does falls on both. The last backup stays in `carpeta`. */
export async function measureFull(file: string, carpeta: string, rounds: number): Promise<FullFigures> {
  const url = `file:${file}`
  const database = await openDatabase({ url })
  const [ours, theirs]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    theirs.push(await seconds(() => copyAndCompress(file, carpeta)))
    const options = {
      db: database.as('admin'),
      database: { url, esArchivo: true },
      carpeta,
      clave: null,
      now: Date.now,
    }
    ours.push(await seconds(() => takeFull(options)))
  }
  database.close()
  const [copia, copiarYComprimir] = [median(ours), median(theirs)]
  const { size } = await stat(file)
  return { megabytes: size / 1e6, copia, copiarYComprimir, razon: copia / copiarYComprimir }
}
