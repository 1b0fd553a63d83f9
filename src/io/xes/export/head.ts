import { EXTENSION } from '../own/format'
import { attributeXml } from './xml'

const STANDARD = [
  ['Concept', 'concept'],
  ['Time', 'time'],
  ['Organizational', 'org'],
  ['Lifecycle', 'lifecycle'],
] as const

interface LogHead {
  readonly nombre: string
  /** What else is said of the log, each attribute already written. */
  readonly atributos: readonly string[]
  /** Attributes beside the standard ones that every event has, each already written with some value. */
  readonly deTodos?: readonly string[]
}

/**
 * A log of XES up to its first trace, with our extension beside the standard ones.
 * @see IEEE Std 1849-2016, clause 5: extensions, globals, classifiers and attributes stand in this order
 */
export function logHead({ nombre, atributos, deTodos = [] }: LogHead): string {
  const extension = (name: string, prefix: string, uri: string) =>
    `<extension name="${name}" prefix="${prefix}" uri="${uri}"/>`
  const name = attributeXml('string', 'concept:name', '')
  const time = attributeXml('date', 'time:timestamp', '1970-01-01T00:00:00.000Z')
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<log xes.version="1849-2016" xes.features="nested-attributes" xmlns="http://www.xes-standard.org/">',
    ...STANDARD.map(([standard, prefix]) =>
      extension(standard, prefix, `http://www.xes-standard.org/${prefix}.xesext`),
    ),
    extension(EXTENSION.name, EXTENSION.prefix, EXTENSION.uri),
    `<global scope="trace">${name}</global>`,
    `<global scope="event">${[name, time, ...deTodos].join('')}</global>`,
    '<classifier name="Activity" keys="concept:name"/>',
    '<classifier name="Resource" keys="org:resource"/>',
    attributeXml('string', 'concept:name', nombre),
    attributeXml('string', 'lifecycle:model', 'standard'),
    ...atributos,
    '',
  ].join('\n')
}
