import pino from 'pino'

/** Whatever is called so is no log's. */
const SECRET = [
  'contrasena',
  'password',
  'passwordHash',
  'token',
  'authorization',
  'cookie',
  'secreto',
  'clave',
]

/** The service's log: JSON lines on stderr, with the ids of the request and of the chain of work, and no secrets. */
export const log = pino(
  {
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: SECRET.flatMap((name) => [name, `*.${name}`]), censor: '[…]' },
    formatters: { level: (label) => ({ level: label }) },
  },
  pino.destination({ dest: 2, sync: true }),
)

/** From which level on lines are written. */
export function setLogLevel(level: 'debug' | 'info' | 'warn' | 'error' | 'silent'): void {
  log.level = level
}
