/**
 * The canonical form of an event, version 1. It is a JSON array: this text, then the columns below in order, each a
 * text, a whole number or null, without white space, written as RFC 8785 says: in a text only `"`, `\` and the
 * characters below U+0020 are escaped (\b \t \n \f \r, else \u00xx in lower case). Its UTF-8 is the leaf.
 */
export const LEAF_FORMAT = 'bitacora.hoja.v1'

/** In place of `contenido` and `sal` stands their hash, `huella`: what is proved stays so after an erasure. */
export const LEAF_COLUMNS = [
  'id',
  'evento_id',
  'ticket_id',
  'cuenta_id',
  'usuario_id',
  'tipo',
  'metadata',
  'es_interno',
  'version',
  'comando_id',
  'orden',
  'correlacion_id',
  'causa_id',
  'huella',
  'fecha_creacion',
  'fecha_registro',
] as const

export type LeafColumn = (typeof LEAF_COLUMNS)[number]
export type LeafFields = Readonly<Record<LeafColumn, string | number | null>>

/** The canonical text of an event's columns. */
export function canonicalLeaf(fields: LeafFields): string {
  return JSON.stringify([LEAF_FORMAT, ...LEAF_COLUMNS.map((column) => fields[column])])
}

/**
 * SQL for the same text: SQLite escapes as RFC 8785 does (a property test compares the two). It is read as a blob,
 * for text that somebody broke would abort the process that reads it as text.
 */
export const LEAF_SQL = `json_array('${LEAF_FORMAT}', ${LEAF_COLUMNS.join(', ')})`

const HEAD = `["${LEAF_FORMAT}",`

/** The position that a canonical text names, and what follows it. */
export function splitLeaf(leaf: Buffer): { readonly id: number; readonly rest: Buffer } {
  const comma = leaf.indexOf(',', HEAD.length)
  return { id: Number(leaf.toString('latin1', HEAD.length, comma)), rest: leaf.subarray(comma) }
}

/** The leaf that an event would have at another position. */
export function leafAt(rest: Buffer, id: number): Buffer {
  return Buffer.concat([Buffer.from(`${HEAD}${id}`), rest])
}
