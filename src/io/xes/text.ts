import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { XesFailure } from './failure'

/**
 * The text of a file, chunk by chunk: its first bytes tell of gzip, a mark or the XML declaration of the encoding.
 * @param onBytes told how many bytes of the file have been read
 * @throws XesFailure where the gzip stream is cut or broken, or bytes are no text; what the file system says
 */
export async function* readText(path: string, onBytes: (bytes: number) => void): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null
  try {
    for await (const bytes of unpack(readBytes(path, onBytes))) {
      decoder ??= decoderFor(bytes)
      yield decoder.decode(bytes, { stream: true })
    }
    yield decoder?.decode() ?? ''
  } catch (error) {
    throw explain(error)
  }
}

async function* readBytes(path: string, onBytes: (bytes: number) => void): AsyncGenerator<Buffer> {
  let read = 0
  for await (const chunk of createReadStream(path)) {
    const bytes = Buffer.from(chunk)
    read += bytes.length
    onBytes(read)
    yield bytes
  }
}

async function* unpack(chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const first = await chunks.next()
  if (first.done) return
  const all = prepend(first.value, chunks)
  if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) {
    yield* all
    return
  }
  const gunzip = createGunzip()
  // What goes wrong on the way is thrown by the reading below.
  const piped = pipeline(Readable.from(all), gunzip).catch(() => undefined)
  for await (const chunk of gunzip) yield Buffer.from(chunk)
  await piped
}

async function* prepend(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield first
  yield* rest
}

function decoderFor(bytes: Buffer): TextDecoder {
  const label = encodingOf(bytes)
  try {
    return new TextDecoder(label, { fatal: true })
  } catch {
    throw new XesFailure('codificacion', 1, label)
  }
}

function encodingOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const declaration = /^\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']/
  return declaration.exec(bytes.toString('latin1', 0, 400).replace(/^ï»¿/, ''))?.[1] ?? 'utf-8'
}

function explain(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'Z_BUF_ERROR') return new XesFailure('cortado', null, 'gzip')
  if (code.startsWith('Z_')) return new XesFailure('gzip', null)
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return new XesFailure('codificacion', null)
  return error
}
