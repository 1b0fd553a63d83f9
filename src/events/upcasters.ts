/** A payload as it was stored: version, structured part, and content (null where there is none, or erased). */
export interface StoredPayload {
  readonly datos: unknown
  readonly contenido: unknown
}

/** Lifts a payload from one version to the next. Pure; never rewrites what is stored. */
export type Upcaster = (old: StoredPayload) => StoredPayload

/**
 * For each kind of event, the lifts from version 1 to 2, from 2 to 3, and so on. The version that is written
 * is one more than their number. Golden files of every version live in tests/fixtures/eventos.
 */
export const UPCASTERS: Readonly<Record<string, readonly Upcaster[]>> = {}

/** The payload version that events of this kind are written with. */
export function currentVersion(tipo: string): number {
  return (UPCASTERS[tipo]?.length ?? 0) + 1
}

/**
 * Lifts a stored payload to the current version.
 * @throws when the version is newer than this code, or no version at all: a reader must stop, not skip
 */
export function upcast(tipo: string, v: number, payload: StoredPayload): StoredPayload {
  const current = currentVersion(tipo)
  if (!Number.isInteger(v) || v < 1 || v > current) {
    throw new Error(`${tipo} has payload version ${v}; this code reads 1 to ${current}`)
  }
  return (UPCASTERS[tipo] ?? []).slice(v - 1).reduce((lifted, lift) => lift(lifted), payload)
}
