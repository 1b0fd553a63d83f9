import { existsSync } from 'node:fs'
import { z } from 'zod'

const Url = (schemes: readonly string[]) =>
  z.string().refine((value) => schemes.some((scheme) => value.startsWith(scheme)), {
    error: `una de ${schemes.join(', ')}…`,
  })

const PORT = { error: 'un número de puerto, de 1 a 65535' }

const Environment = z
  .object({
    TURSO_DATABASE_URL: Url(['file:', 'libsql://', 'https://', 'http://', 'wss://', 'ws://']).default(
      'file:./data/bitacora.db',
    ),
    TURSO_AUTH_TOKEN: z.string().min(1).optional(),
    UPSTASH_REDIS_REST_URL: Url(['https://', 'http://']).optional(),
    UPSTASH_REDIS_REST_TOKEN: z.string().min(1).optional(),
    REDIS_URL: Url(['redis://', 'rediss://']).optional(),
    CRON_SECRET: z.string().min(16, { error: '16 caracteres como mínimo' }).optional(),
    SMTP_URL: Url(['smtp://', 'smtps://']).optional(),
    PORT: z.coerce.number(PORT).int(PORT).min(1, PORT).max(65_535, PORT).default(3000),
    HOST: z.string().min(1).default('127.0.0.1'),
  })
  .refine(
    (env) => (env.UPSTASH_REDIS_REST_URL === undefined) === (env.UPSTASH_REDIS_REST_TOKEN === undefined),
    {
      path: ['UPSTASH_REDIS_REST_TOKEN'],
      error: 'las dos variables, UPSTASH_REDIS_REST_URL y UPSTASH_REDIS_REST_TOKEN',
    },
  )

export interface Config {
  readonly database: {
    readonly url: string
    readonly authToken: string | undefined
    readonly esArchivo: boolean
  }
  readonly port: number
  readonly host: string
  /** True where demo accounts may exist: a file database that is served on loopback. */
  readonly permiteDemo: boolean
}

/** A wrong variable: its name and what was expected, in one line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/**
 * Reads the configuration; the only place that reads the environment, and a `.env` file under it.
 * @throws ConfigError that names the first wrong variable and what was expected
 */
export function readConfig(env: Record<string, string | undefined> = environment()): Config {
  // `VAR=` in a file of variables means "not set".
  const set = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = Environment.safeParse(set)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new ConfigError(
      `${issue?.path.join('.') ?? 'entorno'}: se esperaba ${issue?.message ?? 'otro valor'}`,
    )
  }
  const { TURSO_DATABASE_URL: url, TURSO_AUTH_TOKEN: authToken, PORT: port, HOST: host } = parsed.data
  const esArchivo = url.startsWith('file:')
  const loopback = host === 'localhost' || host === '::1' || host.startsWith('127.')
  return { database: { url, authToken, esArchivo }, port, host, permiteDemo: esArchivo && loopback }
}

// Next reads `.env` by itself; the CLI must see the same. What the environment sets already stays.
function environment(): Record<string, string | undefined> {
  if (existsSync('.env')) process.loadEnvFile('.env')
  return process.env
}

/** True under `next dev` only. */
export const IS_DEVELOPMENT = process.env.NODE_ENV === 'development'
