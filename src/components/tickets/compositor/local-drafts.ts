import { hasFields } from '@/components/has-fields'
import type { Borrador, Clase } from '@/domain/draft-copies'

/** So long an empty one is remembered: a page from the router's memory may still show what was sent. */
const EMPTY_FOR_MS = 24 * 60 * 60_000
/** So long one is kept that the server never took: nobody came back for it. */
const KEPT_FOR_MS = 30 * 24 * 60 * 60_000
const PREFIX = 'bitacora:borrador:'

/** A draft as this browser holds it. */
interface LocalDraft extends Borrador {
  /** True where the server has it, too. */
  readonly guardado?: boolean
}

/** Where this browser holds a draft. */
export function localKey(cuenta: number, ticketId: number, clase: Clase): string {
  return `${PREFIX}${cuenta}:${ticketId}:${clase}`
}

/** What is held under a key; null where that is nothing. */
export function readLocal(key: string): LocalDraft | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '')
    return isDraft(kept) ? kept : null
  } catch {
    return null
  }
}

const isDraft = (raw: unknown): raw is LocalDraft =>
  hasFields(raw, { texto: 'string', fecha: 'string' }) && !Number.isNaN(Date.parse(String(raw.fecha)))

/** Holds a draft. A browser that keeps nothing, or is full, still has the server. */
export function writeLocal(key: string, { texto, fecha, guardado }: LocalDraft): void {
  try {
    localStorage.setItem(key, JSON.stringify({ texto, fecha, guardado }))
  } catch {}
}

/** Notes that the server has what was typed up to a moment: what was typed since is still here alone. */
export function markTaken(key: string, fecha: string): void {
  const kept = readLocal(key)
  if (kept && kept.fecha <= fecha) writeLocal(key, { ...kept, guardado: true })
}

/** Takes away every text that the server has. An empty one says nothing, and keeps what was sent from coming back. */
export function dropTaken(): void {
  sweep(({ texto, guardado }) => texto !== '' && guardado === true)
}

/** Takes away what has been kept for too long. @param now milliseconds of the Unix epoch */
export function sweepLocal(now: number): void {
  sweep(({ texto, fecha }) => Date.parse(fecha) < now - (texto === '' ? EMPTY_FOR_MS : KEPT_FOR_MS))
}

function sweep(isPast: (draft: LocalDraft) => boolean): void {
  try {
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
      const draft = readLocal(key)
      if (!draft || isPast(draft)) localStorage.removeItem(key)
    }
  } catch {}
}
