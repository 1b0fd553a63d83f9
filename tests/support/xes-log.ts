import sax from 'sax'

/** An attribute's value by its key; those nested in a list come under the list's key. */
export type XesAttributes = Readonly<Record<string, string>>

export interface XesTrace {
  readonly atributos: XesAttributes
  readonly eventos: readonly XesAttributes[]
}

export interface XesLog {
  readonly atributos: XesAttributes
  readonly globales: readonly string[]
  readonly trazas: readonly XesTrace[]
}

interface Log {
  readonly atributos: Record<string, string>
  readonly globales: string[]
  readonly trazas: {
    readonly atributos: Record<string, string>
    readonly eventos: Record<string, string>[]
  }[]
}

/** Reads XES with a strict parser of XML that is not ours. @throws where it is not well-formed */
export function readXesLog(text: string): XesLog {
  const parser = sax.parser(true)
  const log: Log = { atributos: {}, globales: [], trazas: [] }
  const path: string[] = []
  let list = ''
  let into: Record<string, string> = log.atributos
  parser.onerror = (error) => {
    throw error
  }
  parser.onopentag = ({ name, attributes }) => {
    const parent = path.at(-1)
    const [key, value] = [attributes.key, attributes.value].map((one) => (typeof one === 'string' ? one : ''))
    if (key === undefined || value === undefined) return
    path.push(name)
    if (name === 'trace' || name === 'event') into = {}
    if (name === 'trace') log.trazas.push({ atributos: into, eventos: [] })
    else if (name === 'event') log.trazas.at(-1)?.eventos.push(into)
    else if (name === 'list') list = key
    else if (parent === 'global') log.globales.push(key)
    else if (['string', 'date', 'int', 'boolean'].includes(name))
      into[parent === 'values' ? `${list}/${key}` : key] = value
  }
  parser.onclosetag = () => void path.pop()
  parser.write(text).close()
  return log
}
