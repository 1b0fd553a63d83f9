import { createReadStream } from 'node:fs'

export interface Line {
  /** Counted from 1. */
  readonly numero: number
  /** Without its end; null where it is longer than the limit. */
  readonly texto: string | null
  /** How much of the file has been read up to here. */
  readonly bytes: number
}

const MAX_LENGTH = 64 * 1024

/**
 * The lines of a UTF-8 file, streamed: memory holds one chunk and one line, however big the file is.
 * A line above the limit is left out, and the next one is read all the same.
 */
export async function* readLines(path: string, maxLength = MAX_LENGTH): AsyncGenerator<Line> {
  let numero = 0
  let bytes = 0
  let rest = ''
  let tooLong = false
  const line = (text: string): Line => {
    const texto = tooLong || text.length > maxLength ? null : text.replace(/\r$/, '')
    tooLong = false
    return { numero: ++numero, texto: numero === 1 && texto ? texto.replace(/^\uFEFF/, '') : texto, bytes }
  }
  // With an encoding set, a character that is cut in two by a chunk's border comes whole.
  for await (const chunk of createReadStream(path, { encoding: 'utf8' })) {
    const text = String(chunk)
    bytes += Buffer.byteLength(text)
    const parts = `${rest}${text}`.split('\n')
    rest = parts.pop() ?? ''
    for (const part of parts) yield line(part)
    if (rest.length > maxLength) {
      rest = ''
      tooLong = true
    }
  }
  if (rest !== '' || tooLong) yield line(rest)
}
