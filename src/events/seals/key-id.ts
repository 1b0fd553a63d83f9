import { hash, type KeyObject } from 'node:crypto'

/** The public half as it is stored and printed: SPKI, DER, in base64. */
export function spkiOf(publicKey: KeyObject): string {
  return publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
}

/** The name of a key: the first 16 hexadecimal digits of SHA-256 over its SPKI. */
export function keyIdOf(publicKey: KeyObject): string {
  return hash('sha256', publicKey.export({ format: 'der', type: 'spki' }), 'hex').slice(0, 16)
}
