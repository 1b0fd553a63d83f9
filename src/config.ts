import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'

const Url = (schemes: readonly string[]) =>
  z.string().refine((value) => schemes.some((scheme) => value.startsWith(scheme)), {
    error: `una de ${schemes.join(', ')}…`,
  })

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** What is sent is public, but who receives it must be who was meant. */
function isSafeTarget(value: string): boolean {
  const url = URL.canParse(value) ? new URL(value) : null
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.test(url.hostname))
}

const DAYS = { error: 'un número de días, de 0 (nunca) a 3650' }
const RATE = { error: 'un número de peticiones por minuto, de 1 a 1000000' }
const PORT = { error: 'un número de puerto, de 1 a 65535' }

const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const
const SMALL = (from: number, to: number) => {
  const error = { error: `un número entero, de ${from} a ${to}` }
  return z.coerce.number(error).int(error).min(from, error).max(to, error)
}

const PERIODS = ['hora', 'dia', 'semana', 'mes', 'nunca'] as const
type Period = (typeof PERIODS)[number]
const DEFAULT_PLAN = {
  ...{ full: 'dia', incremental: 'hora', drill: 'semana' },
  ...{ analyze: 'dia', integrity: 'semana', vacuum: 'semana', reindex: 'mes' },
} as const satisfies Record<string, Period>
export type MaintenancePlan = Readonly<Record<keyof typeof DEFAULT_PLAN, Period>>

/** `full=dia,drill=nunca`: what is not named stays as it is by itself. */
const Plan = z.string().transform((text, ctx): MaintenancePlan => {
  const plan: Record<string, Period> = { ...DEFAULT_PLAN }
  for (const part of text.split(',')) {
    const [name = '', value = ''] = part.split('=').map((word) => word.trim())
    const period = PERIODS.find((known) => known === value)
    if (!(name in plan) || !period) {
      const expected = `tarea=periodo,… con ${Object.keys(DEFAULT_PLAN).join(', ')} y ${PERIODS.join(', ')}`
      ctx.addIssue({ code: 'custom', message: expected })
      return z.NEVER
    }
    plan[name] = period
  }
  return { ...DEFAULT_PLAN, ...plan }
})

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
    SMTP_FROM: z.email({ error: 'una dirección de correo, como soporte@ejemplo.es' }).optional(),
    PUBLIC_URL: Url(['https://', 'http://'])
      .refine((value) => URL.canParse(value), { error: 'una dirección completa' })
      .optional(),
    AUTO_CLOSE_DAYS: z.coerce.number(DAYS).int(DAYS).min(0, DAYS).max(3650, DAYS).default(7),
    SEAL_KEY_FILE: z.string().min(1).optional(),
    SEAL_HEADS_FILE: z.string().min(1).optional(),
    SEAL_WEBHOOK_URL: z
      .string()
      .refine(isSafeTarget, { error: 'una dirección https://, o http:// de esta misma máquina' })
      .optional(),
    API_RATE_LIMIT: z.coerce.number(RATE).int(RATE).min(1, RATE).max(1_000_000, RATE).default(1200),
    WEBHOOK_KEY: z.string().min(32, { error: '32 caracteres como mínimo' }).optional(),
    WEBHOOK_ALLOW_PRIVATE: z.enum(['true', 'false'], { error: 'true o false' }).default('false'),
    METRICS_TOKEN: z.string().min(16, { error: '16 caracteres como mínimo' }).optional(),
    ALERT_WEBHOOK_URL: z
      .string()
      .refine(isSafeTarget, { error: 'una dirección https://, o http:// de esta misma máquina' })
      .optional(),
    LOG_LEVEL: z.enum(LEVELS, { error: `uno de ${LEVELS.join(', ')}` }).default('info'),
    BACKUP_DIR: z.string().min(1).optional(),
    BACKUP_KEY_FILE: z.string().min(1).optional(),
    BACKUP_KEY: z.string().min(1).optional(),
    BACKUP_STREAM_DIR: z.string().min(1).optional(),
    BACKUP_STREAM_SECONDS: SMALL(1, 900).default(2),
    BACKUP_FULL_DAYS: SMALL(1, 3650).default(7),
    BACKUP_INCREMENTAL_HOURS: SMALL(1, 8760).default(24),
    BACKUP_HOUR: SMALL(0, 23).default(2),
    MAINTENANCE_PLAN: Plan.default(DEFAULT_PLAN),
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
  readonly sellado: {
    /** The private key's file; null for a remote database where none is set: nothing is sealed then. */
    readonly clave: string | null
    /** A file that every new head is appended to. */
    readonly cabezas: string | undefined
    /** An address that every new head is sent to. */
    readonly webhook: string | undefined
  }
  readonly respaldo: {
    /** Where backups go; null for a remote database where none is set: no backup is made then. */
    readonly carpeta: string | null
    /** Where the key is that they are encrypted with; neither: they are not. */
    readonly clave: { readonly fichero: string | undefined; readonly texto: string | undefined }
    /** A second folder that the log goes to as it grows. */
    readonly flujo: string | null
    readonly segundosFlujo: number
    readonly retencion: { readonly diasCompletas: number; readonly horasIncrementales: number }
    /** The hour of the day, UTC, at which what is daily or rarer falls due. */
    readonly hora: number
    readonly plan: MaintenancePlan
  }
  readonly redis:
    | { readonly tipo: 'rest'; readonly url: string; readonly token: string }
    | { readonly tipo: 'tcp'; readonly url: string }
    | { readonly tipo: 'memoria' }
  /** How people are written to; null: in the app alone. `url` may hold a password. */
  readonly correo: { readonly url: string; readonly remitente: string } | null
  /** Where people reach the service, without a slash at its end: what links in mails begin with. */
  readonly urlPublica: string
  /** After how many days of silence a resolved ticket is closed; 0: never. */
  readonly diasCierre: number
  readonly cron: {
    /** The bearer token of /api/batch, where it is set. */
    readonly secreto: string | undefined
    /** Else the file that keeps one that was made; null for a remote database, where nothing answers then. */
    readonly fichero: string | null
  }
  readonly api: {
    /** How many requests an account may make in a minute. */
    readonly limite: number
  }
  readonly webhooks: {
    /** What secrets are made of, where it is set; else the file that keeps one that was made. */
    readonly clave: { readonly secreto: string | undefined; readonly fichero: string | null }
    /** True where they may go to addresses of a private network. */
    readonly privadas: boolean
  }
  readonly metricas: {
    /** The bearer token of /api/metrics, beside an administrator's session. */
    readonly token: string | undefined
    /** An address that is told of every alert. */
    readonly webhook: string | undefined
  }
  /** From which level on lines are logged. */
  readonly registro: (typeof LEVELS)[number]
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
  const sellado = {
    clave: parsed.data.SEAL_KEY_FILE ?? (esArchivo ? beside(url, 'sello.key') : null),
    cabezas: parsed.data.SEAL_HEADS_FILE,
    webhook: parsed.data.SEAL_WEBHOOK_URL,
  }
  const database = { url, authToken, esArchivo }
  return {
    database,
    sellado,
    respaldo: backupsOf(parsed.data, esArchivo ? url : null),
    redis: redisOf(parsed.data),
    ...peopleOf(parsed.data),
    cron: { secreto: parsed.data.CRON_SECRET, fichero: esArchivo ? beside(url, 'cron.secret') : null },
    api: { limite: parsed.data.API_RATE_LIMIT },
    webhooks: {
      clave: {
        secreto: parsed.data.WEBHOOK_KEY,
        fichero: esArchivo ? beside(url, 'webhooks.key') : null,
      },
      privadas: parsed.data.WEBHOOK_ALLOW_PRIVATE === 'true',
    },
    metricas: { token: parsed.data.METRICS_TOKEN, webhook: parsed.data.ALERT_WEBHOOK_URL },
    registro: parsed.data.LOG_LEVEL,
    port,
    host,
    permiteDemo: esArchivo && loopback,
  }
}

/** What concerns the people: how and from where they are written to, and how long their silence is waited for. */
function peopleOf(env: z.infer<typeof Environment>): Pick<Config, 'correo' | 'urlPublica' | 'diasCierre'> {
  const host = env.HOST.includes(':') ? `[${env.HOST}]` : env.HOST
  const urlPublica = (env.PUBLIC_URL ?? `http://${host}:${env.PORT}`).replace(/\/+$/, '')
  const { hostname } = new URL(urlPublica)
  const remitente = env.SMTP_FROM ?? `bitacora@${/[a-z]/i.test(hostname) ? hostname : 'localhost'}`
  const correo = env.SMTP_URL === undefined ? null : { url: env.SMTP_URL, remitente }
  return { correo, urlPublica, diasCierre: env.AUTO_CLOSE_DAYS }
}

/** Through which service the command line works, where it is said by the environment. */
export function readRemote(): { readonly url?: string; readonly token?: string } {
  const { BITACORA_URL: url, BITACORA_TOKEN: token } = environment()
  return { ...(url && { url }), ...(token && { token }) }
}

/** Backups: by themselves beside a file database, on the same disk, until somebody says where else. */
function backupsOf(env: z.infer<typeof Environment>, file: string | null): Config['respaldo'] {
  return {
    carpeta: env.BACKUP_DIR ?? (file === null ? null : beside(file, 'respaldos')),
    clave: { fichero: env.BACKUP_KEY_FILE, texto: env.BACKUP_KEY },
    flujo: env.BACKUP_STREAM_DIR ?? null,
    segundosFlujo: env.BACKUP_STREAM_SECONDS,
    retencion: { diasCompletas: env.BACKUP_FULL_DAYS, horasIncrementales: env.BACKUP_INCREMENTAL_HOURS },
    hora: env.BACKUP_HOUR,
    plan: env.MAINTENANCE_PLAN,
  }
}

/** Upstash before a server of one's own, before the store in this process. */
function redisOf(env: z.infer<typeof Environment>): Config['redis'] {
  const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token, REDIS_URL: own } = env
  if (url !== undefined && token !== undefined) return { tipo: 'rest', url, token }
  return own === undefined ? { tipo: 'memoria' } : { tipo: 'tcp', url: own }
}

/** Beside the database's file and outside it: a copy of the database is no copy of a secret. */
function beside(url: string, name: string): string {
  return join(dirname(url.replace(/^file:/, '').replace(/\?.*$/, '')), name)
}

// Next reads `.env` by itself; the CLI must see the same. What the environment sets already stays.
function environment(): Record<string, string | undefined> {
  if (existsSync('.env')) process.loadEnvFile('.env')
  return process.env
}

/** The environment of a child that is to work on the same database and the same backups. */
export function childEnvironment({ database, respaldo, sellado }: Config): NodeJS.ProcessEnv {
  return {
    ...process.env,
    // What this process was started with is its own: a debugger's port, a hook of Next.
    ...{ NODE_OPTIONS: undefined },
    TURSO_DATABASE_URL: database.url,
    TURSO_AUTH_TOKEN: database.authToken,
    SEAL_KEY_FILE: sellado.clave ?? undefined,
    BACKUP_DIR: respaldo.carpeta ?? undefined,
    BACKUP_STREAM_DIR: respaldo.flujo ?? undefined,
    BACKUP_KEY_FILE: respaldo.clave.fichero,
    BACKUP_KEY: respaldo.clave.texto,
  }
}

/** True under `next dev` only. */
export const IS_DEVELOPMENT = process.env.NODE_ENV === 'development'
