import { StatementError } from './errors'
import type { Value } from './protocol'

/** What the SQLite binding takes: a bigint binds as INTEGER, a number as REAL. */
export type SqliteValue = null | bigint | number | string | Buffer

const MIN = -(2n ** 63n)
const MAX = 2n ** 63n - 1n

/** A value of the wire as SQLite gets it. @throws StatementError for an integer of more than 64 bits */
export function toSqlite(value: Value): SqliteValue {
  switch (value.type) {
    case 'null':
      return null
    case 'integer': {
      const integer = BigInt(value.value)
      if (integer < MIN || integer > MAX)
        throw new StatementError('ARGS_INVALID', `${value.value} is no int64`)
      return integer
    }
    case 'float':
    case 'text':
      return value.value
    case 'blob':
      return Buffer.from(value.base64, 'base64')
  }
}

/** A value that SQLite gave, with integers read as bigint, for the wire. */
export function fromSqlite(value: unknown): Value {
  if (value === null) return { type: 'null' }
  if (typeof value === 'bigint') return { type: 'integer', value: value.toString() }
  if (typeof value === 'number') return { type: 'float', value }
  if (typeof value === 'string') return { type: 'text', value }
  if (value instanceof Uint8Array) return { type: 'blob', base64: Buffer.from(value).toString('base64') }
  throw new TypeError(`SQLite gave a ${typeof value}`)
}
