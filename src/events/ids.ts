import { randomFillSync } from 'node:crypto'
import { monotonicFactory } from 'ulid'

// One system call per 4 KiB: ulid's own source makes one per character, a hundred times the cost.
const pool = new Uint8Array(4096)
let used = pool.length

function take(count: number): Uint8Array {
  if (used + count > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += count
  return pool.subarray(used - count, used)
}

/** A new ULID maker; ids of one maker ascend, which keeps the index pages of the log warm. */
export function createUlids(): (now: number) => string {
  return monotonicFactory(() => (take(1)[0] ?? 0) / 256)
}

/** A salt: 16 random bytes in hexadecimal. */
export function newSalt(): string {
  return Buffer.from(take(16)).toString('hex')
}
