/** Longer than any proof: what has no end of a line before is no export. */
const LONGEST = 64 * 1024 * 1024

// A document that is written over several lines begins with a bracket alone; no line of an export does.
const OPENING = /^\s*[{[]\s*\n/

/** A file that is neither lines nor a document of a size to be read whole. */
export class TooLong extends Error {}

/**
 * The documents in a file: each line of an export, or the one document that the file is. Memory holds one line.
 * @param parts the file's text in pieces
 * @returns each with its line; 0 for a document of several lines
 * @throws TooLong
 */
export async function* documentsIn(
  parts: AsyncIterable<string>,
): AsyncGenerator<{ readonly linea: number; readonly documento: unknown }> {
  let [rest, linea, whole, begun] = ['', 0, false, false]
  for await (const part of parts) {
    rest += begun ? part : part.replace(/^\ufeff/, '')
    begun = true
    if (rest.length > LONGEST) throw new TooLong()
    whole ||= linea === 0 && OPENING.test(rest)
    if (whole) continue
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      linea++
      if (line.trim() !== '') yield { linea, documento: parse(line) }
    }
  }
  if (rest.trim() !== '') yield { linea: whole ? 0 : linea + 1, documento: parse(rest) }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
