import { createHash } from 'node:crypto'

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * An id in a ULID's form that is always the same for the same parts: 128 bits of their SHA-256. For what comes
 * from elsewhere, so that bringing it again is seen as a repetition. It holds no time.
 */
export function stableUlid(...parts: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)
  const base32 = BigInt(`0x${hash}`).toString(32).padStart(26, '0')
  return base32.replace(/./g, (digit) => CROCKFORD[Number.parseInt(digit, 32)] ?? '')
}
