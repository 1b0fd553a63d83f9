/** What the verifier reads, told apart by hand: it depends on nothing. */
export type Fields = Readonly<Record<string, unknown>>

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Something is not what its format says. */
export class Malformed extends Error {
  override readonly name = 'Malformed'
}

/** A field that is a text of this form. @throws Malformed */
export function text(fields: Fields, key: string, pattern: RegExp): string {
  const value = fields[key]
  if (typeof value !== 'string' || !pattern.test(value)) throw new Malformed(`«${key}» no es lo que debe`)
  return value
}

/** A field that is a whole number, not below zero. @throws Malformed */
export function whole(fields: Fields, key: string): number {
  const value = fields[key]
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw new Malformed(`«${key}» no es un número entero`)
  return value
}

/** A field that is a list of hashes. @throws Malformed */
export function hashes(fields: Fields, key: string): readonly string[] {
  const value = fields[key]
  if (!Array.isArray(value)) throw new Malformed(`«${key}» no es una lista`)
  return value.map((one: unknown) => {
    if (typeof one !== 'string' || !HASH.test(one)) throw new Malformed(`«${key}» no es una lista de huellas`)
    return one
  })
}

export const HASH = /^[0-9a-f]{64}$/

export interface Head {
  readonly tamano: number
  readonly raiz: string
  readonly fecha: string
  readonly posicion: number
  readonly clave_id: string
  readonly firma: string
  readonly clave_publica: string
}

/** A seal of the form that is known, its signature not looked at. @throws Malformed */
export function readHead(value: unknown): Head {
  if (!isFields(value)) throw new Malformed('falta el sello («cabeza»)')
  text(value, 'formato', /^bitacora\.sello\.v1$/)
  return {
    tamano: whole(value, 'tamano'),
    raiz: text(value, 'raiz', HASH),
    fecha: text(value, 'fecha', /^[0-9TZ:.-]{24}$/),
    posicion: whole(value, 'posicion'),
    clave_id: text(value, 'clave_id', /^[0-9a-f]{16}$/),
    firma: text(value, 'firma', /^[A-Za-z0-9+/]{86}==$/),
    clave_publica: text(value, 'clave_publica', /^[A-Za-z0-9+/]{59}=$/),
  }
}

/** The columns of a leaf, in order, behind the name of its format. */
export const COLUMNS = [
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

/** A leaf's columns by name. @throws Malformed when the text is not in its one canonical form */
export function readLeaf(leaf: string): Fields {
  let parsed: unknown
  try {
    parsed = JSON.parse(leaf)
  } catch {
    throw new Malformed('la hoja no es JSON')
  }
  if (!Array.isArray(parsed) || parsed.length !== COLUMNS.length + 1 || parsed[0] !== 'bitacora.hoja.v1')
    throw new Malformed('la hoja no es de la forma bitacora.hoja.v1')
  if (JSON.stringify(parsed) !== leaf) throw new Malformed('la hoja no está en su forma canónica')
  return Object.fromEntries(COLUMNS.map((column, index): [string, unknown] => [column, parsed[index + 1]]))
}
