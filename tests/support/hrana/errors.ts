import type { WireError } from './protocol'

/** A statement failed: the answer says so, and the stream goes on. */
export class StatementError extends Error {
  override readonly name = 'StatementError'
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

/** The client broke the protocol, or its stream is gone: the whole request is refused with `status`. */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused'
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

/** The code of an SQLite error without its extension: remote servers tell no more than that. */
function primaryCode(code: string): string {
  return /^SQLITE_[A-Z]+/.exec(code)?.[0] ?? 'SQLITE_UNKNOWN'
}

const codeOf = (error: unknown) =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null

/** True when another stream or process holds the lock. */
export function isSqliteBusy(error: unknown): boolean {
  return codeOf(error)?.startsWith('SQLITE_BUSY') ?? false
}

/**
 * A failed statement as the protocol tells it.
 * @throws the error itself when it is none of SQLite's
 */
export function toWireError(error: unknown): WireError {
  if (error instanceof StatementError) return { message: error.message, code: error.code }
  const code = codeOf(error)
  if (!(error instanceof Error) || !code?.startsWith('SQLITE_')) throw error
  return { message: `SQLite error: ${error.message}`, code: primaryCode(code) }
}
