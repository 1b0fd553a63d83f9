import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { CliError } from './failures'

/**
 * Writes text piece by piece, no faster than it is taken: to a file, compressed where its name ends in `.gz` and
 * there under its name only once it is whole, or to the standard output.
 */
export async function writeText(text: AsyncIterable<string>, salida: string | undefined): Promise<void> {
  if (salida === undefined) await writeOut(text)
  else await writeFile(text, salida)
}

async function writeFile(text: AsyncIterable<string>, salida: string): Promise<void> {
  const partial = `${salida}.${process.pid}.parcial`
  const source = Readable.from(text)
  const target = createWriteStream(partial)
  try {
    if (salida.endsWith('.gz')) await pipeline(source, createGzip(), target)
    else await pipeline(source, target)
    await rename(partial, salida)
  } catch (error) {
    await rm(partial, { force: true })
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (['ENOENT', 'EACCES', 'EISDIR', 'ENOTDIR', 'ENOSPC', 'EROFS'].includes(code))
      throw new CliError(`No se puede escribir ${salida} (${code}).`)
    throw error
  }
}

async function writeOut(text: AsyncIterable<string>): Promise<void> {
  try {
    await pipeline(Readable.from(text), process.stdout, { end: false })
  } catch (error) {
    // Whoever read has read enough: `… | head`.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPIPE')) throw error
  }
}
