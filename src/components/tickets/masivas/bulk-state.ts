import type { ConflictChange } from '@/components/form-state'

/** What can be done to many tickets; each has its select, named `valor-` and this, and its button. */
export const BULK_ACTIONS = ['asignar', 'estado', 'prioridad', 'cerrar'] as const
export type BulkAction = (typeof BULK_ACTIONS)[number]

/** What became of one ticket, the ones that ask for something first. */
export const BULK_OUTCOMES = ['conflicto', 'sin_respuesta', 'rechazado', 'sin_cambios', 'hecho'] as const
export type BulkOutcomeKind = (typeof BULK_OUTCOMES)[number]

/** What became of one ticket of many, in the reader's language. */
export interface BulkResult {
  readonly ticketId: number
  readonly titulo: string
  readonly estado: BulkOutcomeKind
  /** Why, where there is more to say than the outcome's name. */
  readonly mensaje: string | null
  /** The version to send along when this is sent again: as it was seen or, after a conflict, as it is now. */
  readonly version: number
  /** What was recorded in between, of a conflict. */
  readonly eventos: readonly ConflictChange[]
}

/** What was asked for: enough to ask for it again. */
export interface BulkAsked {
  readonly lote: string
  readonly accion: BulkAction
  readonly valor: string
}

/** The answer to a change of many tickets. */
export type BulkState =
  | { readonly estado: 'inicial' }
  /** Nothing was done; `lote` may be used again. */
  | { readonly estado: 'error'; readonly lote: string; readonly mensaje: string }
  | {
      readonly estado: 'respondido'
      readonly pedido: BulkAsked
      /** The next change is another one. */
      readonly lote: string
      readonly titulo: string
      /** Why the last try to send a part of it again did nothing. */
      readonly aviso: string | null
      readonly resultados: readonly BulkResult[]
    }

export const BULK_INITIAL: BulkState = { estado: 'inicial' }

/** How the Server Action meets its forms. */
export type BulkFormAction = (previous: BulkState, form: FormData) => Promise<BulkState>

/** True in a form that sends a part of an answer again. */
export const AGAIN = 'otra_vez'
