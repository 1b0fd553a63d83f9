import type { Attribute } from './attributes'

/** Why an event or a trace can't be read. */
export type ElementProblem =
  | { readonly tipo: 'sin_clave' }
  | { readonly tipo: 'sin_valor'; readonly clave: string }
  | { readonly tipo: 'caracter'; readonly clave: string }
  | { readonly tipo: 'elemento'; readonly nombre: string }
  | { readonly tipo: 'demasiado' }

const MAX_ATTRIBUTES = 1000
const MAX_CHARACTERS = 1024 * 1024

/** What is gathered of a log, a trace or an event, within bounds. */
export interface Gathered {
  readonly linea: number
  readonly atributos: Attribute[]
  /** The first thing that was wrong with it. */
  problema: ElementProblem | null
  /** What it may still hold. */
  restantes: number
  caracteres: number
}

/** An element that begins at a line, with nothing in it yet. */
export function gather(linea: number): Gathered {
  return { linea, atributos: [], problema: null, restantes: MAX_ATTRIBUTES, caracteres: MAX_CHARACTERS }
}

/** True when the element has room for one more attribute of this size. */
export function takeRoom(element: Gathered, characters: number): boolean {
  element.restantes--
  element.caracteres -= characters
  return element.restantes >= 0 && element.caracteres >= 0
}

/** Text that the log takes as it is: no lone surrogate, no noncharacter, no control but tabs and line ends. */
export function isPlain(text: string): boolean {
  return !/(?![\t\n\r])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u.test(text)
}
