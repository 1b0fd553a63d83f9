import { z } from 'zod'
import { type Connection, retryBusy } from '@/db/client'
import { defineQuery, defineWrite } from '@/db/queries'

const WINDOW = 15 * 60_000

/** How many failed attempts each key may have within 15 minutes. */
const LIMITS = { par: 5, cuenta: 20, direccion: 50 } as const

const roles = ['auth'] as const

const FIND = defineQuery({
  name: 'intentos.buscar',
  roles,
  sql: `SELECT i.clave, i.intentos, i.fecha_ventana AS ventana
    FROM json_each(:claves) k CROSS JOIN intentos_acceso i ON i.clave = k.value WHERE i.fecha_ventana > :desde`,
  row: z.object({ clave: z.string(), intentos: z.number(), ventana: z.string() }),
})

const COUNT = defineWrite({
  name: 'intentos.contar',
  roles,
  sql: `INSERT INTO intentos_acceso (clave, intentos, fecha_ventana)
    SELECT value, 1, :ahora FROM json_each(:claves) WHERE true
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
 * Whether a further attempt is refused.
 * @returns when the next one is allowed, in milliseconds of the Unix epoch; null when it is allowed now
 */
export async function lockedUntil(
  db: Connection,
  email: string,
  direccion: string,
  now: number,
): Promise<number | null> {
  const named = keys(email, direccion)
  const rows = await db.all(FIND, { claves: JSON.stringify(Object.values(named)), desde: iso(now - WINDOW) })
  const full = rows.filter(({ clave, intentos }) => intentos >= limitOf(clave))
  return full.length === 0 ? null : Math.max(...full.map(({ ventana }) => Date.parse(ventana))) + WINDOW
}

function limitOf(clave: string): number {
  if (clave.startsWith('par:')) return LIMITS.par
  return clave.startsWith('cuenta:') ? LIMITS.cuenta : LIMITS.direccion
}

/** Counts an attempt before the password is looked at: many at once can't slip through together. */
export async function countAttempt(
  db: Connection,
  email: string,
  direccion: string,
  now: number,
): Promise<void> {
  const claves = JSON.stringify(Object.values(keys(email, direccion)))
  const desde = iso(now - WINDOW)
  await retryBusy(() =>
    db.batch([
      { statement: COUNT, args: { claves, ahora: iso(now), desde } },
      { statement: SWEEP, args: { desde } },
    ]),
  )
}

/** Forgets what was counted for an account from an address, after it got in. The address keeps its count. */
export async function forgetAttempts(db: Connection, email: string, direccion: string): Promise<void> {
  const { par, cuenta } = keys(email, direccion)
  await retryBusy(() => db.batch([{ statement: FORGET, args: { claves: JSON.stringify([par, cuenta]) } }]))
}
