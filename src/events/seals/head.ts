import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { z } from 'zod'
import { keyIdOf } from './key-id'

export const HEAD_FORMAT = 'bitacora.sello.v1'

const Hash = z.string().regex(/^[0-9a-f]{64}$/)
export const Signature = z.string().regex(/^[A-Za-z0-9+/]{86}==$/)

/** A seal as it is kept by others: all that is needed to check it, and nothing secret. */
export const Cabeza = z.object({
  formato: z.literal(HEAD_FORMAT),
  /** How many leaves, from the log's first event on. */
  tamano: z.int().positive(),
  raiz: Hash,
  fecha: z.string().max(30),
  /** Of the last event. */
  posicion: z.int().positive(),
  clave_id: z.string().regex(/^[0-9a-f]{16}$/),
  /** Ed25519 (RFC 8032) in base64, over `headBytes`. */
  firma: Signature,
  /** SPKI, DER, in base64. */
  clave_publica: z.string().max(100),
})
export type Cabeza = z.infer<typeof Cabeza>

export type UnsignedHead = Pick<Cabeza, 'tamano' | 'raiz' | 'fecha' | 'posicion' | 'clave_id'>

/** What a seal's signature is over: lines of text, each ended by a line feed. */
export function headBytes(head: UnsignedHead): Buffer {
  const lines = [HEAD_FORMAT, head.tamano, head.raiz, head.fecha, head.posicion, head.clave_id]
  return Buffer.from(lines.map((line) => `${line}\n`).join(''))
}

/** A head's signature by this key, in base64. */
export function signHead(head: UnsignedHead, privateKey: KeyObject): string {
  return sign(null, headBytes(head), privateKey).toString('base64')
}

/** The public key that this text holds, or null where it is none of Ed25519. */
export function readPublicKey(spki: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' })
    return key.asymmetricKeyType === 'ed25519' ? key : null
  } catch {
    return null
  }
}

/** True when the signature is by the key that the head itself carries: whose key that is, it can't tell. */
export function headIsSigned(head: Cabeza): boolean {
  const key = readPublicKey(head.clave_publica)
  if (key === null || keyIdOf(key) !== head.clave_id) return false
  return verify(null, headBytes(head), key, Buffer.from(head.firma, 'base64'))
}
