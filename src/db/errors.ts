import { LibsqlError } from '@libsql/client'

/**
 * A class of errors that the runtime throws and pages, actions and routes catch. Next loads those as separate module
 * graphs, each with a class of its own: an instance is known by its name, not by the class that made it.
 * @param name one of a kind among all error classes
 */
export function sharedError(name: string) {
  return class extends Error {
    override readonly name = name

    static override [Symbol.hasInstance](thrown: unknown): boolean {
      return thrown instanceof Error && thrown.name === name
    }
  }
}

/** The database was locked by another process. Nothing of the batch was written; try again later. */
export class DatabaseBusy extends sharedError('DatabaseBusy') {}

/** A remote database's answer got lost on its way, or can't be read. What was sent may have been committed. */
export class AnswerLost extends sharedError('AnswerLost') {}

/**
 * What a failed load or batch means for the one who sent it: `ocupado` wrote nothing; after `incierto` (a lost
 * answer, a broken connection, a full disk) it may have been committed; `propio` is the fault of what was sent.
 */
export type Failure = 'ocupado' | 'incierto' | 'propio'

/** Classifies what a load or a batch threw. */
export function classifyFailure(error: unknown): Failure {
  if (error instanceof DatabaseBusy) return 'ocupado'
  if (error instanceof AnswerLost) return 'incierto'
  if (error instanceof LibsqlError) {
    const code = `${error.code} ${error.extendedCode ?? ''} ${error.message}`
    return /SQLITE_(CONSTRAINT|MISMATCH|TOOBIG|RANGE)/.test(code) ? 'propio' : 'incierto'
  }
  return isNetworkError(error) ? 'incierto' : 'propio'
}

// By name: Node gives its own complaints of a wrong argument a code, too, and those are a bug of ours.
const NETWORK_CODE =
  /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|ENOTCONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENETDOWN|UND_ERR_(?!INVALID_ARG)\w+)$/

/** What `fetch` throws: a TypeError, or its cause with the system's code, or what a signal ended it with. */
function isNetworkError(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return true
  if (error instanceof TypeError && /^(fetch failed|terminated)$/.test(error.message)) return true
  return [error, error.cause].some(
    (one) => one instanceof Error && 'code' in one && NETWORK_CODE.test(String(one.code)),
  )
}

/** True for SQLITE_BUSY in all its forms, also the COMMIT that a never-reset statement makes fail. */
export function isBusy(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = error instanceof LibsqlError ? error.code : ''
  return code.startsWith('SQLITE_BUSY') || /database is locked|SQL statements in progress/.test(error.message)
}

/**
 * What a remote database's driver threw, in our terms: only what the database itself says of a statement stays as
 * it is. All the rest (a broken connection, a gateway's page, half an answer, a stream cut off) leaves it open.
 */
export function remoteFailure(error: unknown): Error {
  if (isBusy(error)) return new DatabaseBusy('another writer holds the database', { cause: error })
  if (error instanceof LibsqlError && /^(SQL|ARGS_)/.test(error.code)) return error
  // The driver's own refusal of an argument or a number, before or after the network.
  if (error instanceof RangeError) return error
  return new AnswerLost('the database did not answer', { cause: error })
}
