import { type Borrador, newest } from '@/domain/draft-copies'

/** What stands in a box, what of it is on its way, and when it was last typed in. */
export interface Box extends Borrador {
  /** What was sent and has no answer yet. */
  readonly envio: Borrador | null
  /** True while it holds what was kept before the page was opened. */
  readonly restaurado: boolean
}

const NEVER = new Date(0).toISOString()
const EMPTY: Box = { texto: '', fecha: NEVER, envio: null, restaurado: false }

/** A box with the later of the copies that were kept of its draft. */
export function openBox(...copies: readonly (Borrador | null)[]): Box {
  const kept = copies.reduce(newest, null) ?? EMPTY
  return { texto: kept.texto, fecha: kept.fecha, envio: null, restaurado: kept.texto !== '' }
}

/** Somebody typed, or discarded. @param ahora milliseconds of the Unix epoch */
export function type(box: Box, texto: string, ahora: number): Box {
  return { ...box, texto, fecha: after(box.fecha, ahora), restaurado: false }
}

/** The text goes out; the box is free for the next one. */
export function send(box: Box): Box {
  return { ...box, texto: '', envio: { texto: box.texto, fecha: box.fecha }, restaurado: false }
}

/** What went out was taken: what was typed since stays. */
export function accept(box: Box, ahora: number): Box {
  if (box.envio === null) return box
  const fecha = box.texto === '' ? box.fecha : after(box.fecha, ahora)
  return { ...box, envio: null, fecha }
}

/** What went out comes back into its box, before what was typed since. */
export function refuse(box: Box, ahora: number): Box {
  if (box.envio === null) return box
  const texto = join(box.envio.texto, box.texto)
  return { ...box, envio: null, texto, fecha: box.texto === '' ? box.fecha : after(box.fecha, ahora) }
}

/** What is to be kept of a box: also what has no answer yet, since nobody knows whether it will be taken. */
export function draftOf({ texto, fecha, envio }: Box): Borrador {
  return { texto: envio === null ? texto : join(envio.texto, texto), fecha }
}

/** Two texts that must both be kept, one after the other. */
export function join(first: string, second: string): string {
  return first === '' || second === '' ? first + second : `${first}\n\n${second}`
}

// Later than everything that was seen, whatever this device's clock says.
function after(fecha: string, ahora: number): string {
  return new Date(Math.max(ahora, Date.parse(fecha) + 1)).toISOString()
}
