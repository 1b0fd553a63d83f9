import type { Alteracion } from './locate'

/** Something that is not as it was sealed. */
export type Hallazgo =
  /** The log differs from the tree; `sellado` says whether a valid seal covers that place. */
  | (Alteracion & { readonly clase: 'evento'; readonly sellado: boolean })
  /** A content or its salt is not what the event's fingerprint says. */
  | { readonly clase: 'contenido'; readonly posicion: number }
  /** The log is as it was sealed, but the stored tree is not: proofs out of it would not hold. */
  | { readonly clase: 'arbol'; readonly nivel: number; readonly indice: number }
  /** A seal that is not what it says. */
  | {
      readonly clase: 'sello'
      readonly tamano: number
      readonly motivo: 'firma' | 'clave_desconocida' | 'raiz' | 'posicion' | 'sin_eventos'
    }
  /** A key that the one before did not vouch for. */
  | { readonly clase: 'clave'; readonly claveId: string }
  /** A head that was kept elsewhere, and that this log does not lead to. */
  | {
      readonly clase: 'cabeza'
      readonly tamano: number
      readonly posicion: number
      readonly motivo: 'firma' | 'clave_desconocida' | 'raiz' | 'sin_eventos'
    }
  /** A table of the seals that holds what the sealer never writes. */
  | { readonly clase: 'tabla'; readonly detalle: string }

/** A range of the log, by position. */
export interface Tramo {
  readonly desde: number
  readonly hasta: number
  readonly eventos: number
}

export interface InformeAuditoria {
  /** Events in the log. */
  readonly eventos: number
  /** Events under the last seal that is sound and agrees with the log; all up to that position are as they were. */
  readonly confirmados: number
  readonly posicionConfirmada: number
  readonly sellos: number
  readonly claves: number
  /** Contents that were erased: their fingerprint stands for them. */
  readonly borrados: number
  /** What no seal covers yet; null where there is nothing. */
  readonly sinSellar: Tramo | null
  /** Heads kept elsewhere that were compared. */
  readonly comparadas: number
  readonly hallazgos: readonly Hallazgo[]
}
