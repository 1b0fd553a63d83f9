import { z } from 'zod'
import { BackupBroken } from '../formato/manifest'
import { PAGE } from './tables'
import { End, Marker } from './write'

/** Some rows of one table, each the JSON of an array. */
export interface Rows {
  readonly tabla: string
  readonly columnas: readonly string[]
  readonly filas: readonly string[]
}

const NEWLINE = 0x0a

const Cell = z.union([z.string(), z.number(), z.null()])
type Cell = z.infer<typeof Cell>
const Cells = z.array(Cell)

/**
 * Reads what `registroLines` wrote, a page of rows at a time.
 * @param copia the backup's name, for what is said of it
 * @throws BackupBroken where it is something else, or cut off
 */
export async function* readRegistro(copia: string, source: AsyncIterable<Buffer>): AsyncGenerator<Rows> {
  let marker: z.infer<typeof Marker> | null = null
  let held: string[] = []
  let count = 0
  let fin: number | null = null
  for await (const text of lines(source)) {
    if (fin !== null) throw new BackupBroken(copia, 'hay algo detrás de su final')
    if (text.startsWith('[')) {
      if (marker === null) throw new BackupBroken(copia, 'hay filas que no son de ninguna tabla')
      count += 1
      held.push(text)
      if (held.length < PAGE) continue
      yield { ...marker, filas: held }
      held = []
      continue
    }
    if (marker !== null) yield { ...marker, filas: held }
    held = []
    const next = parseLine(copia, text)
    if ('fin' in next) fin = next.filas
    else marker = next
  }
  if (fin !== count) throw new BackupBroken(copia, 'está cortada')
}

function parseLine(copia: string, text: string): z.infer<typeof Marker> | z.infer<typeof End> {
  const parsed = z.union([Marker, End]).safeParse(parseJson(copia, text))
  if (!parsed.success) throw new BackupBroken(copia, 'tiene una línea que esta versión no conoce')
  return parsed.data
}

/** Lines are read before the end of their backup, where its sums are: what is damaged may be no JSON any more. */
function parseJson(copia: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new BackupBroken(copia, 'tiene una línea dañada', { cause: error })
  }
}

/** The values of a row. @throws BackupBroken */
export function cellsOf(copia: string, fila: string): readonly Cell[] {
  const cells = Cells.safeParse(parseJson(copia, fila))
  if (!cells.success) throw new BackupBroken(copia, 'tiene una línea dañada', { cause: cells.error })
  return cells.data
}

/** Split at line feeds alone: a text's other line ends are its own. */
async function* lines(source: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest: Buffer[] = []
  for await (const chunk of source) {
    let from = 0
    for (let to = chunk.indexOf(NEWLINE); to >= 0; to = chunk.indexOf(NEWLINE, from)) {
      rest.push(chunk.subarray(from, to))
      yield (rest.length === 1 ? rest[0] : Buffer.concat(rest))?.toString('utf8') ?? ''
      rest = []
      from = to + 1
    }
    if (from < chunk.length) rest.push(chunk.subarray(from))
  }
  if (rest.length > 0) yield Buffer.concat(rest).toString('utf8')
}

/** A row's values in the order of today's columns: those that the backup didn't know are null. */
export function inOrder(copia: string, rows: Rows, columnas: readonly string[]): readonly string[] {
  const unknown = rows.columnas.filter((column) => !columnas.includes(column))
  if (unknown.length > 0)
    throw new BackupBroken(copia, `tiene columnas que esta versión no conoce: ${unknown.join(', ')}`)
  if (rows.columnas.join() === columnas.join()) return rows.filas
  const places = columnas.map((column) => rows.columnas.indexOf(column))
  return rows.filas.map((fila) => {
    const values = cellsOf(copia, fila)
    return JSON.stringify(places.map((place) => (place < 0 ? null : values[place])))
  })
}
