/** The kinds of attributes that IEEE 1849 has. */
export const TIPOS = ['string', 'date', 'int', 'float', 'boolean', 'id', 'list', 'container'] as const
export type Tipo = (typeof TIPOS)[number]

/** An attribute as the file has it, with those that are nested in it. */
export interface Attribute {
  readonly clave: string
  readonly tipo: Tipo
  /** Null for lists and containers, which have none. */
  valor: string | null
  readonly hijos: Attribute[]
}

/** True for the name of an element that is an attribute. */
export function isTipo(name: string): name is Tipo {
  return TIPOS.some((tipo) => tipo === name)
}

/** What an element says under a key; the last one where it says so twice, null where it doesn't. */
export function textOf(atributos: readonly Attribute[], clave: string): string | null {
  return atributos.findLast((atributo) => atributo.clave === clave)?.valor ?? null
}

// As long as the longest text of the domain.
const MAX_VALUE = 20_000
// Superjson refuses these as keys.
const RESERVED: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/** Attributes as the log keeps them, and the keys of those whose values were too long for it. */
export interface Kept {
  readonly atributos: Readonly<Record<string, unknown>>
  readonly recortados: readonly string[]
}

/**
 * Attributes as values of JSON: a string's is its text, every other kind says what it is. A key that is taken gets
 * a number behind it, so that nothing is lost.
 */
export function keepAttributes(atributos: readonly Attribute[]): Kept {
  const recortados: string[] = []
  const keep = (list: readonly Attribute[]): Record<string, unknown> => {
    const kept = new Map<string, unknown>()
    for (const atributo of list) kept.set(freeKey(atributo.clave, kept), keepOne(atributo))
    return Object.fromEntries(kept)
  }
  function keepOne({ clave, tipo, valor, hijos }: Attribute): unknown {
    if (valor !== null && valor.length > MAX_VALUE) recortados.push(clave)
    const texto = valor === null ? null : cutValue(valor)
    if (tipo === 'string' && hijos.length === 0) return texto
    return {
      tipo,
      ...(texto === null ? {} : { valor: texto }),
      ...(hijos.length === 0 ? {} : { hijos: keep(hijos) }),
    }
  }
  return { atributos: keep(atributos), recortados }
}

/** How many values are too long to be kept whole. */
export function countLong(atributos: readonly Attribute[]): number {
  return atributos.reduce(
    (sum, { valor, hijos }) => sum + ((valor?.length ?? 0) > MAX_VALUE ? 1 : 0) + countLong(hijos),
    0,
  )
}

function cutValue(valor: string): string {
  return valor.length <= MAX_VALUE ? valor : valor.slice(0, MAX_VALUE).replace(/\p{Cs}$/u, '')
}

function freeKey(clave: string, taken: ReadonlyMap<string, unknown>): string {
  let key = clave
  for (let n = 2; taken.has(key) || RESERVED.has(key); n++) key = `${clave}#${n}`
  return key
}

/** All that attributes say, in one form for equal ones, whatever their order: what ids are made of. */
export function canonical(atributos: readonly Attribute[]): string {
  const parts = atributos.map(({ clave, tipo, valor, hijos }) => {
    // The order within a list is part of what it says.
    const nested = tipo === 'list' ? hijos.map((hijo) => canonical([hijo])) : canonical(hijos)
    return JSON.stringify([clave, tipo, valor, nested])
  })
  return JSON.stringify(parts.sort())
}
