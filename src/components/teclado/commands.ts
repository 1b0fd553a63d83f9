import type { Route } from 'next'

/** What the palette can change: the page hands in the Server Actions, each takes its value under its own name. */
export type PaletteActions = Readonly<
  Record<'tema' | 'idioma' | 'teclas' | 'salir', (form: FormData) => Promise<void>>
>

type Deed = { readonly href: Route } | { readonly accion: keyof PaletteActions; readonly valor: string }

/** Something that can be done from anywhere. */
export interface Command {
  /** In the reader's language. */
  readonly etiqueta: string
  /** The key that does the same: after `g`. */
  readonly trasG?: string
  readonly hace: Deed
}

/** What lies over the page is given: what it can do, and how it goes away. */
export interface OverlayTools {
  readonly comandos: readonly Command[]
  readonly run: (command: Command) => void
  readonly press: (key: string) => void
  readonly activo: boolean
  readonly close: () => void
}

/** Text as it is compared with what was typed: without case and accents. */
export function plainText(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

/** True where every word that was typed is somewhere in the text. */
export function matches(text: string, typed: string): boolean {
  const plain = plainText(text)
  return plainText(typed)
    .split(/\s+/)
    .every((word) => plain.includes(word))
}
