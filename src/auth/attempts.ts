import { z } from 'zod'
import { type Connection, retryBusy } from '@/db/client'
import { defineQuery, defineWrite } from '@/db/queries'

const WINDOW = 15 * 60_000

/** How many attempts each key may have within 15 minutes; a success forgets all but the address's, which counts it. */
const LIMITS = { par: 5, cuenta: 20, direccion: 50 } as const
/** How many wrong tokens of a kind an address may bring within 15 minutes. */
const TOKEN_LIMIT = 20

const roles = ['auth'] as const

const FULL = `SELECT i.fecha_ventana AS ventana
    FROM json_each(:claves) k CROSS JOIN intentos_acceso i ON i.clave = k.value ->> 0
    WHERE i.fecha_ventana > :desde AND i.intentos >= k.value ->> 1`

const FIND_FULL = defineQuery({
  name: 'intentos.agotados',
  roles,
  sql: FULL,
  row: z.object({ ventana: z.string() }),
})

// Judged and counted by one statement: attempts that come at once can't slip through together. One that is refused
// is not counted, so that nobody can lock an account for others from an address that is locked already.
const TAKE = defineWrite({
  name: 'intentos.tomar',
  roles,
  sql: `INSERT INTO intentos_acceso (clave, intentos, fecha_ventana)
    SELECT value ->> 0, 1, :ahora FROM json_each(:claves) WHERE NOT EXISTS (${FULL})
    ON CONFLICT (clave) DO UPDATE SET
      intentos = CASE WHEN fecha_ventana > :desde THEN intentos + 1 ELSE 1 END,
      fecha_ventana = CASE WHEN fecha_ventana > :desde THEN fecha_ventana ELSE :ahora END`,
})

const FORGET = defineWrite({
  name: 'intentos.olvidar',
  roles,
  sql: 'DELETE FROM intentos_acceso WHERE clave IN (SELECT value FROM json_each(:claves))',
})

const SWEEP = defineWrite({
  name: 'intentos.caducar',
  roles,
  sql: `DELETE FROM intentos_acceso WHERE clave IN (
    SELECT clave FROM intentos_acceso WHERE fecha_ventana <= :desde LIMIT 100)`,
})

/** The keys that attempts are counted under: this account from this address, the account, the address. */
function keys(email: string, direccion: string): Record<keyof typeof LIMITS, string> {
  return { par: `par:${email}|${direccion}`, cuenta: `cuenta:${email}`, direccion: `direccion:${direccion}` }
}

const iso = (ms: number) => new Date(ms).toISOString()

/**
 * Takes one attempt, before the password is looked at.
 * @returns null when it may go on; when it is refused, from when on the next is allowed, in milliseconds of the
 *   Unix epoch
 */
export async function takeAttempt(
  db: Connection,
  email: string,
  direccion: string,
  now: number,
): Promise<number | null> {
  const named = keys(email, direccion)
  const limits = (['par', 'cuenta', 'direccion'] as const).map((kind) => [named[kind], LIMITS[kind]] as const)
  return await take(db, limits, now)
}

/** Counts a wrong token from an address: a cron's key, that of a link, or one of the API. @returns as takeAttempt does */
export async function takeTokenAttempt(
  db: Connection,
  direccion: string,
  now: number,
  kind: 'clave' | 'enlace' | 'token' = 'clave',
): Promise<number | null> {
  return await take(db, [[`${kind}:${direccion.slice(0, 64)}`, TOKEN_LIMIT]], now)
}

async function take(
  db: Connection,
  limits: readonly (readonly [string, number])[],
  now: number,
): Promise<number | null> {
  const claves = JSON.stringify(limits)
  const desde = iso(now - WINDOW)
  const [taken] = await retryBusy(() =>
    db.batch([
      { statement: TAKE, args: { claves, ahora: iso(now), desde } },
      { statement: SWEEP, args: { desde } },
    ]),
  )
  if (taken && taken.rowsAffected > 0) return null
  const full = await db.all(FIND_FULL, { claves, desde })
  return Math.max(now, ...full.map(({ ventana }) => Date.parse(ventana) + WINDOW))
}

/** Takes away some of the counts whose time is past. @returns how many */
export async function sweepAttempts(db: Connection, now: number): Promise<number> {
  const [result] = await retryBusy(() => db.batch([{ statement: SWEEP, args: { desde: iso(now - WINDOW) } }]))
  return result?.rowsAffected ?? 0
}

/** Forgets what was counted for an account from an address, after it got in. The address keeps its count. */
export async function forgetAttempts(db: Connection, email: string, direccion: string): Promise<void> {
  const { par, cuenta } = keys(email, direccion)
  await retryBusy(() => db.batch([{ statement: FORGET, args: { claves: JSON.stringify([par, cuenta]) } }]))
}
