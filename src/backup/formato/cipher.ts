import { createCipheriv, createDecipheriv } from 'node:crypto'

// In pieces, each with a tag of its own: what was changed is found where it stands, before it is used, and memory holds
// one piece. The nonce counts them and marks the last, so that none can be swapped, repeated or cut off.
const PIECE = 256 * 1024
const TAG = 16
const HEAD = 4

/** What is stored does not open with this key: it was changed, or the key is another one. */
export class CipherBroken extends Error {
  override readonly name = 'CipherBroken'
}

function nonceOf(index: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUIntBE(index, 5, 6)
  nonce[11] = last ? 1 : 0
  return nonce
}

/** Encrypts a stream with AES-256-GCM. @param key used for nothing else, see deriveKey */
export async function* encrypt(source: AsyncIterable<Buffer>, key: Buffer): AsyncGenerator<Buffer> {
  let index = 0
  let held = Buffer.alloc(0)
  const seal = (piece: Buffer, last: boolean): Buffer => {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(index++, last))
    const body = Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()])
    const head = Buffer.alloc(HEAD)
    head.writeUInt32BE(body.length)
    return Buffer.concat([head, body])
  }
  for await (const chunk of source) {
    held = Buffer.concat([held, chunk])
    // The last piece must be known as such: one is always held back.
    for (; held.length > PIECE; held = held.subarray(PIECE)) yield seal(held.subarray(0, PIECE), false)
  }
  yield seal(held, true)
}

/** Undoes `encrypt`. @throws CipherBroken */
export async function* decrypt(source: AsyncIterable<Buffer>, key: Buffer): AsyncGenerator<Buffer> {
  let index = 0
  let held = Buffer.alloc(0)
  const open = (body: Buffer, last: boolean): Buffer => {
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(index++, last))
      decipher.setAuthTag(body.subarray(-TAG))
      return Buffer.concat([decipher.update(body.subarray(0, -TAG)), decipher.final()])
    } catch (error) {
      throw new CipherBroken('lo cifrado no se abre', { cause: error })
    }
  }
  for await (const chunk of source) {
    held = Buffer.concat([held, chunk])
    for (;;) {
      const size = held.length < HEAD ? Number.POSITIVE_INFINITY : sizeOf(held)
      // What ends exactly here may be the last one.
      if (held.length <= HEAD + size) break
      yield open(held.subarray(HEAD, HEAD + size), false)
      held = held.subarray(HEAD + size)
    }
  }
  if (held.length < HEAD || sizeOf(held) !== held.length - HEAD)
    throw new CipherBroken('lo cifrado está cortado')
  yield open(held.subarray(HEAD), true)
}

function sizeOf(held: Buffer): number {
  const size = held.readUInt32BE()
  if (size < TAG || size > PIECE + TAG) throw new CipherBroken('lo cifrado no es de este formato')
  return size
}
