/** What the person had typed, by field name: it goes back into the form whatever happens. */
export type Draft = Readonly<Record<string, string>>

/** Every text field of a form but secrets and machinery: what goes back into it. */
export function draftOf(form: FormData): Draft {
  const entries = [...form].filter(([name]) => !/^\$|contrasena|comandoId|version/i.test(name))
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
}

/** Something that was recorded since the person looked: said in their language, for them to weigh. */
export interface ConflictChange {
  readonly version: number
  readonly autor: string
  /** Business time, as the log writes it. */
  readonly fecha: string
  /** What was done; the author's name stands before it. */
  readonly frase: string
  /** The old and the new value; null where there are none. */
  readonly de: string | null
  readonly a: string | null
  /** The beginning of what was said, where something was. */
  readonly texto: string | null
}

/** A part of what the person themselves wants, in their language: which field, and what it is to become. */
export interface OwnChange {
  readonly campo: string
  readonly valor: string
}

/** What is shown once, to be copied: an access link, a token, a webhook's secret. */
export interface ShownLink {
  readonly url: string
  /** ISO 8601 in UTC; null where it has no end. */
  readonly hasta: string | null
}

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
      /** A secret that was just made: told here and never again. */
      readonly enlace?: ShownLink
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
      readonly eventos: readonly ConflictChange[]
      readonly propio: readonly OwnChange[]
      readonly valores: Draft
    }

/** How a Server Action meets its form. */
export type FormAction = (previous: FormState, form: FormData) => Promise<FormState>

export const INITIAL: FormState = { estado: 'inicial' }
