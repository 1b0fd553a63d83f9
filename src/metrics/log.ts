import pino, { type DestinationStream, type Logger } from 'pino'

/** Whatever is called so, at any depth and in any case, is no log's. */
const SECRET = /contrasena|passw|token|authorization|cookie|secret|clave|api_?key/i
const CENSORED = '[…]'
/** What is nested deeper is cut off: an error may carry half of a client library. */
const MAX_DEPTH = 6

function withoutSecrets(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  if (depth > MAX_DEPTH) return CENSORED
  if (Array.isArray(value)) return value.map((each: unknown) => withoutSecrets(each, depth + 1))
  return fieldsWithoutSecrets(value, depth)
}

function fieldsWithoutSecrets(value: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([name, each]: [string, unknown]) => [
      name,
      SECRET.test(name) ? CENSORED : withoutSecrets(each, depth + 1),
    ]),
  )
}

/** A log to anywhere: JSON lines, with the ids of the request and of the chain of work, and no secrets. */
export function createLog(destination: DestinationStream): Logger {
  return pino(
    {
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: {
        err: (error: unknown) =>
          error instanceof Error
            ? fieldsWithoutSecrets(pino.stdSerializers.err(error), 0)
            : withoutSecrets(error),
      },
      formatters: {
        level: (label) => ({ level: label }),
        // An error's message and stack are no fields of it: its serializer reads them.
        log: ({ err, ...rest }) => ({
          ...fieldsWithoutSecrets(rest, 0),
          ...(err === undefined ? {} : { err }),
        }),
      },
    },
    destination,
  )
}

/** The service's log, on stderr. */
export const log = createLog(pino.destination({ dest: 2, sync: true }))

/** From which level on lines are written. */
export function setLogLevel(level: 'debug' | 'info' | 'warn' | 'error' | 'silent'): void {
  log.level = level
}
