import type { TimelineItem } from '@projections/linea_tiempo/timeline'

/** What the person had typed, by field name: it goes back into the form whatever happens. */
export type Draft = Readonly<Record<string, string>>

/**
 * The answer of an action to its form. `comandoId` is the one to send next: a new one only after a success, so
 * that sending again after a lost answer is the same command.
 */
export type FormState =
  | { readonly estado: 'inicial' }
  | {
      readonly estado: 'aceptado'
      readonly comandoId: string
      readonly id: number
      readonly version: number
      readonly mensaje: string
    }
  | {
      readonly estado: 'invalido'
      readonly comandoId: string
      readonly mensaje: string
      /** A message per field, in the reader's language. */
      readonly campos: Readonly<Record<string, string>>
      readonly valores: Draft
    }
  | {
      readonly estado: 'rechazado'
      readonly comandoId: string
      readonly codigo: string
      readonly mensaje: string
      readonly valores: Draft
    }
  | {
      readonly estado: 'conflicto'
      readonly comandoId: string
      readonly mensaje: string
      /** The version to send along when the person, having seen what changed, still wants it. */
      readonly actual: number
      /** What was recorded in between, as far as this viewer may see it. */
      readonly eventos: readonly TimelineItem[]
      readonly valores: Draft
    }

export const INITIAL: FormState = { estado: 'inicial' }
