import type { Attribute } from './attributes'
import type { ElementProblem } from './element'
import type { Occurrences } from './occurrences'

/** What stands before the traces. */
export interface Registro {
  readonly atributos: readonly Attribute[]
  /** The keys of each classifier, by its name. */
  readonly clasificadores: ReadonlyMap<string, readonly string[]>
}

/** A trace whose own attributes have been read. */
export interface Traza {
  readonly linea: number
  readonly atributos: readonly Attribute[]
  readonly problema: ElementProblem | null
  /** How often each of its events came so far. */
  readonly ocurrencias: Occurrences
}

/** An event with its place in its trace, counted from 0. */
export interface Suceso {
  readonly linea: number
  readonly indice: number
  readonly atributos: readonly Attribute[]
  readonly problema: ElementProblem | null
  readonly traza: Traza
}

export type XesItem =
  | { readonly tipo: 'registro'; readonly registro: Registro }
  | { readonly tipo: 'suceso'; readonly suceso: Suceso }
  /** Something that is no event and can't be read; what it is part of goes on without it. */
  | { readonly tipo: 'problema'; readonly linea: number; readonly problema: ItemProblem }

export type ItemProblem =
  | ElementProblem
  | { readonly tipo: 'traza_vacia' }
  /** An attribute of the trace after its first event: that event is in the log without it. */
  | { readonly tipo: 'atributo_tardio'; readonly clave: string }
