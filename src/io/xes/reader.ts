import { XesFailure } from './failure'
import type { XesItem } from './items'
import { XesParser } from './parser'
import { readText } from './text'

// A chunk of the file may hold many events; between two of them others get their turn.
const PIECE = 64 * 1024

/**
 * The items of a log, streamed, whether it is gzipped or not: memory holds one piece of text and what it completes.
 * @param onBytes told how many bytes of the file have been read
 * @throws XesFailure from where the file can't be read on; what the file system says
 */
export async function* readXes(path: string, onBytes: (bytes: number) => void): AsyncGenerator<XesItem> {
  const parser = new XesParser()
  try {
    for await (const text of readText(path, onBytes)) {
      for (let at = 0; at < text.length; at += PIECE) yield* parser.write(text.slice(at, at + PIECE))
    }
    yield* parser.end()
  } catch (error) {
    yield* parser.take()
    throw error instanceof XesFailure && error.linea === null ? parser.placed(error) : error
  }
}
