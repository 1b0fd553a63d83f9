import { z } from 'zod'

/** A payload of some version: its kind, its structured part, and its content (null where there is none, or erased). */
export interface StoredPayload {
  readonly tipo: string
  readonly v: number
  readonly datos: unknown
  readonly contenido: unknown
}

/**
 * Lifts a payload one step, to the next version of its kind or to a version of another kind, without asking for a
 * content that may be erased. It stays for ever as it was written: later lifts take what it makes further.
 */
export type Upcaster = (old: StoredPayload) => StoredPayload

// Old forms are described here and not with the domain's schemas, which go on changing.
const ComentarioV1 = z.object({ interno: z.boolean() })
const CambioEstadoV1 = z.object({ de: z.string(), a: z.string() })

const renameInterno: Upcaster = (old) => {
  const { interno } = ComentarioV1.parse(old.datos)
  return { ...old, v: 2, datos: { esInterno: interno } }
}

/** A change to `cerrado` was a closing that gave no reason; now every closing is a `cierre`. */
const splitClosing: Upcaster = (old) => {
  const { de, a } = CambioEstadoV1.parse(old.datos)
  if (a !== 'cerrado') return { ...old, v: 2 }
  return { ...old, tipo: 'cierre', v: 1, datos: { de, motivo: 'otro' } }
}

/**
 * For each kind that was ever stored in another form, the lifts from version 1, from 2, and so on. The version that is
 * written is one more than their number. Golden files of every version live in tests/fixtures/eventos.
 */
export const UPCASTERS: ReadonlyMap<string, readonly Upcaster[]> = new Map([
  ['comentario', [renameInterno]],
  ['cambio_estado', [splitClosing]],
])

/** The payload version that events of this kind are written with. */
export function currentVersion(tipo: string): number {
  return (UPCASTERS.get(tipo)?.length ?? 0) + 1
}

/**
 * Lifts a stored payload to the current version of its kind, which may be another kind than the stored one.
 * @throws when the version is newer than this code, or no version at all: a reader must stop, not skip
 */
export function upcast(payload: StoredPayload): StoredPayload {
  const { tipo, v } = payload
  const current = currentVersion(tipo)
  if (v === current) return payload
  const lift = UPCASTERS.get(tipo)?.[v - 1]
  if (!lift) throw new Error(`${tipo} has payload version ${v}; this code reads 1 to ${current}`)
  return upcast(lift(payload))
}
