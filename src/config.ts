import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Environment, type LEVELS, type MaintenancePlan } from './environment'

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
  /** True on a host that stops the process between requests: nothing goes on by itself there. */
  readonly efimero: boolean
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
    efimero: parsed.data.VERCEL !== undefined,
    permiteDemo: esArchivo && loopback,
  }
}

/** What concerns the people: how and from where they are written to, and how long their silence is waited for. */
function peopleOf(env: Environment): Pick<Config, 'correo' | 'urlPublica' | 'diasCierre'> {
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
function backupsOf(env: Environment, file: string | null): Config['respaldo'] {
  const carpeta = env.BACKUP_DIR ?? (file === null ? null : beside(file, 'respaldos'))
  const flujo = env.BACKUP_STREAM_DIR ?? null
  // Each sweeps away what is not whole in its folder: the other's backup as it is being made.
  if (carpeta !== null && flujo !== null && resolve(carpeta) === resolve(flujo))
    throw new ConfigError('BACKUP_STREAM_DIR: se esperaba otra carpeta que la de BACKUP_DIR')
  return {
    carpeta,
    clave: { fichero: env.BACKUP_KEY_FILE, texto: env.BACKUP_KEY },
    flujo,
    segundosFlujo: env.BACKUP_STREAM_SECONDS,
    retencion: { diasCompletas: env.BACKUP_FULL_DAYS, horasIncrementales: env.BACKUP_INCREMENTAL_HOURS },
    hora: env.BACKUP_HOUR,
    plan: env.MAINTENANCE_PLAN,
  }
}

/** Upstash before a server of one's own, before the store in this process. */
function redisOf(env: Environment): Config['redis'] {
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

/** Tells Next's own server, which reads the environment, where to listen. */
export function listenAt({ host, port }: Pick<Config, 'host' | 'port'>): void {
  Object.assign(process.env, { HOSTNAME: host, PORT: String(port) })
}

/** True under `next dev` only. */
export const IS_DEVELOPMENT = process.env.NODE_ENV === 'development'
