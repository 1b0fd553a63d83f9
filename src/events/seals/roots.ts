import type { KeyObject } from 'node:crypto'
import { verify } from 'node:crypto'
import type { Hallazgo } from './findings'
import { type Cabeza, headBytes, headIsSigned, readPublicKey } from './head'
import type { StoredKey } from './keys'

/** The roots that were computed at one size: of the log, and of the stored tree. */
export interface Roots {
  readonly registro: Buffer | null
  readonly guardada: Buffer | null
  /** The last event's position. */
  readonly posicion: number | null
}

/** Compares every seal, and every head kept elsewhere, with the roots at its size. */
export class RootChecks {
  /** The largest tree that a sound seal agrees with, and the smallest that one contradicts. */
  logHolds = 0
  positionHolds = 0
  logBroken: number | null = null
  treeBroken: number | null = null
  readonly findings: Hallazgo[] = []
  readonly #keys: ReadonlyMap<string, KeyObject>

  constructor(keys: readonly StoredKey[]) {
    this.#keys = new Map(
      keys.flatMap(({ clave_id, publica }) => {
        const key = readPublicKey(publica)
        return key === null ? [] : [[clave_id, key] as const]
      }),
    )
  }

  seal(seal: Cabeza, { registro, guardada, posicion }: Roots): void {
    const { tamano } = seal
    const motivo = this.#unsound(seal)
    if (motivo !== null) {
      this.findings.push({ clase: 'sello', tamano, motivo })
      return
    }
    if (registro === null && guardada === null) {
      this.findings.push({ clase: 'sello', tamano, motivo: 'sin_eventos' })
      return
    }
    const root = Buffer.from(seal.raiz, 'hex')
    if (registro?.equals(root)) {
      this.logHolds = tamano
      this.positionHolds = posicion ?? 0
      if (posicion !== seal.posicion) this.findings.push({ clase: 'sello', tamano, motivo: 'posicion' })
    } else this.logBroken ??= tamano
    if (!guardada?.equals(root)) this.treeBroken ??= tamano
  }

  head(head: Cabeza, { registro }: Roots): void {
    const { tamano, posicion } = head
    const say = (motivo: Extract<Hallazgo, { clase: 'cabeza' }>['motivo']) =>
      this.findings.push({ clase: 'cabeza', tamano, posicion, motivo })
    if (!headIsSigned(head)) say('firma')
    else if (registro === null) say('sin_eventos')
    else if (!registro.equals(Buffer.from(head.raiz, 'hex'))) say('raiz')
    else if (!this.#keys.has(head.clave_id)) say('clave_desconocida')
  }

  #unsound(seal: Cabeza): 'firma' | 'clave_desconocida' | null {
    const key = this.#keys.get(seal.clave_id)
    if (key === undefined) return 'clave_desconocida'
    return verify(null, headBytes(seal), key, Buffer.from(seal.firma, 'base64')) ? null : 'firma'
  }
}
