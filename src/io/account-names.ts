import { normalizeText } from '@/domain/text'
import { LIMITES } from '@/domain/values'
import { stableUlid } from './stable-id'

const LENGTH = 40

/** A name as the first part of a mail address: `Caller 2403` → `caller-2403`. */
export function mailName(nombre: string): string {
  const slug = nombre
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, LENGTH)
  // Where the name holds more than the slug shows, its hash keeps two of them apart.
  const faithful = /^[a-z0-9]+( +[a-z0-9]+)*$/i.test(nombre) && nombre.length <= LENGTH
  return faithful ? slug : `${slug}-${stableUlid(nombre).slice(-10).toLowerCase()}`
}

/** A name of the source as an account's name: one line, cut to what the account holds. */
export function accountName(nombre: string): string {
  return clip(normalizeText(nombre).replace(/\s+/g, ' '), LIMITES.nombre).trimEnd()
}

/** Text cut to a length without cutting a character in two. */
export function clip(text: string, length: number): string {
  return text.slice(0, length).replace(/\p{Cs}$/u, '')
}
