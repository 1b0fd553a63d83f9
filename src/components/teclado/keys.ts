/** What a single key does on a page. */
export type KeyDeed =
  /** Presses the element that names the key in its `aria-keyshortcuts`; where there is none, the other thing. */
  | { readonly tipo: 'elemento'; readonly si_no: 'nada' | 'nuevo' | 'paleta' }
  /** Acts on the rows of the list. */
  | { readonly tipo: 'fila'; readonly que: 'siguiente' | 'anterior' | 'marcar' | 'abrir' }
  | { readonly tipo: 'ayuda' }

interface Key {
  /** As `KeyboardEvent.key` says it: what the key means in the reader's keyboard layout, not where it lies. */
  readonly tecla: string
  /** Names it in the messages under `teclado.tecla`. */
  readonly nombre: string
  readonly grupo: 'lista' | 'ticket' | 'general'
  readonly hace: KeyDeed
}

const element = { tipo: 'elemento', si_no: 'nada' } as const
const row = <Q extends Extract<KeyDeed, { tipo: 'fila' }>['que']>(que: Q) => ({ tipo: 'fila', que }) as const

/** All single keys. After `g` a second key goes to a part of the service: see `sections` in app/_shell. */
export const KEYS = [
  { tecla: 'j', nombre: 'siguiente', grupo: 'lista', hace: row('siguiente') },
  { tecla: 'k', nombre: 'anterior', grupo: 'lista', hace: row('anterior') },
  { tecla: 'Enter', nombre: 'abrir', grupo: 'lista', hace: row('abrir') },
  { tecla: 'x', nombre: 'marcar', grupo: 'lista', hace: row('marcar') },
  { tecla: 'r', nombre: 'responder', grupo: 'ticket', hace: element },
  { tecla: 'n', nombre: 'nota', grupo: 'ticket', hace: element },
  { tecla: 'a', nombre: 'asignar', grupo: 'ticket', hace: element },
  { tecla: 's', nombre: 'estado', grupo: 'ticket', hace: element },
  { tecla: 'p', nombre: 'prioridad', grupo: 'ticket', hace: element },
  { tecla: 'c', nombre: 'nuevo', grupo: 'general', hace: { tipo: 'elemento', si_no: 'nuevo' } },
  { tecla: '/', nombre: 'buscar', grupo: 'general', hace: { tipo: 'elemento', si_no: 'paleta' } },
  { tecla: '?', nombre: 'ayuda', grupo: 'general', hace: { tipo: 'ayuda' } },
] as const satisfies readonly Key[]

export type KeyName = (typeof KEYS)[number]['nombre']

/** The first of two keys that lead to a part of the service. */
export const GO = 'g'

type Pressed = Pick<
  KeyboardEvent,
  'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing' | 'repeat'
>

/**
 * The single key that was pressed, as the table names it; null for anything with a modifier, within a composition, or
 * held down (but for moving along rows). Shift belongs to signs (`?`, on many layouts `/`), never to a letter.
 */
export function singleKey({
  key,
  ctrlKey,
  metaKey,
  altKey,
  shiftKey,
  isComposing,
  repeat,
}: Pressed): string | null {
  if (ctrlKey || metaKey || altKey || isComposing) return null
  const letter = /^\p{L}$/u.test(key)
  if (letter && shiftKey) return null
  // With Caps Lock the letters come as capitals.
  const single = letter ? key.toLowerCase() : key
  return repeat && single !== 'j' && single !== 'k' ? null : single
}

/** ⌘K or Ctrl+K. On a Mac, Ctrl+K within a text cuts the rest of the line off and stays the text's. */
export function opensPalette(
  pressed: Pressed,
  { apple, typing }: { apple: boolean; typing: boolean },
): boolean {
  const { key, ctrlKey, metaKey, altKey, shiftKey, isComposing, repeat } = pressed
  if (key.toLowerCase() !== 'k' || altKey || shiftKey || isComposing || repeat || ctrlKey === metaKey)
    return false
  return metaKey || !(apple && typing)
}
