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

export const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const
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

/** The variables, as they are set: each with what was expected of it. */
export const Environment = z
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
    VERCEL: z.string().min(1).optional(),
  })
  .refine(
    (env) => (env.UPSTASH_REDIS_REST_URL === undefined) === (env.UPSTASH_REDIS_REST_TOKEN === undefined),
    {
      path: ['UPSTASH_REDIS_REST_TOKEN'],
      error: 'las dos variables, UPSTASH_REDIS_REST_URL y UPSTASH_REDIS_REST_TOKEN',
    },
  )
export type Environment = z.infer<typeof Environment>
