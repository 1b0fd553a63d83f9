import { createReadStream } from 'node:fs'
import { z } from 'zod'

/** Why a line can't be read. */
export type LineProblem = 'linea_larga' | 'codificacion'

export interface Line {
  /** Counted from 1. */
  readonly numero: number
  /** Without its end; null where it can't be read. */
  readonly texto: string | null
  readonly problema: LineProblem | null
  /** How much of the file has been read up to here. */
  readonly bytes: number
}

const MAX_LENGTH = 64 * 1024
/** What a character takes at most. */
const UTF8_BYTES = 4
const NEWLINE = 0x0a
// Fatal: what stands in for a character that can't be read would be in the log for ever.
const decoder = new TextDecoder('utf-8', { fatal: true })

/**
 * The lines of a UTF-8 file, streamed: memory holds one chunk and one line, however big the file is.
 * A line above the limit, or in another encoding, is left out, and the next one is read all the same.
 */
export async function* readLines(path: string, maxLength = MAX_LENGTH): AsyncGenerator<Line> {
  let numero = 0
  let bytes = 0
  let rest: Buffer[] = []
  let held = 0
  let tooLong = false
  const hold = (part: Buffer): void => {
    held += part.length
    if (held > maxLength * UTF8_BYTES) tooLong = true
    rest = tooLong ? [] : [...rest, part]
  }
  const line = (): Line => {
    const read = tooLong ? unreadable('linea_larga') : decode(Buffer.concat(rest), maxLength)
    rest = []
    held = 0
    tooLong = false
    return { numero: ++numero, ...read, bytes }
  }
  for await (const data of createReadStream(path)) {
    const chunk = z.instanceof(Buffer).parse(data)
    bytes += chunk.length
    let from = 0
    for (let to = chunk.indexOf(NEWLINE); to >= 0; to = chunk.indexOf(NEWLINE, from)) {
      hold(chunk.subarray(from, to))
      yield line()
      from = to + 1
    }
    if (from < chunk.length) hold(chunk.subarray(from))
  }
  if (held > 0) yield line()
}

type Read = Pick<Line, 'texto' | 'problema'>

const unreadable = (problema: LineProblem): Read => ({ texto: null, problema })

/** Without a byte order mark, which the decoder takes away, nor the first half of CRLF. */
function decode(bytes: Buffer, maxLength: number): Read {
  try {
    const texto = decoder.decode(bytes)
    return texto.length > maxLength
      ? unreadable('linea_larga')
      : { texto: texto.replace(/\r$/, ''), problema: null }
  } catch {
    return unreadable('codificacion')
  }
}
