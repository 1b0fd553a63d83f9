import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { type Connection, retryBusy } from '@/db/client'
import { defineQuery, defineWrite } from '@/db/queries'
import { Idioma, Rol } from '@/domain/values'

/** How long a link may be used, in milliseconds: two days. */
export const LINK_LIFETIME = 48 * 60 * 60_000

const roles = ['auth'] as const

/** Whose link a token is, and the ids that its use will have in the log. */
const AccessLink = z.object({
  cuentaId: z.number(),
  nombre: z.string(),
  email: z.string(),
  rol: Rol,
  idioma: Idioma,
  comandoId: z.string(),
  correlacionId: z.string(),
})
export type AccessLink = Readonly<z.infer<typeof AccessLink>>

// What makes a link good is judged by the account as it is now: a password set since, by this link or otherwise, a
// deactivation, the end of all sessions or a corrected address makes it void without anything being written here.
const GOOD = `e.fecha_expiracion > :ahora AND u.activo = 1 AND e.fecha_creacion >= u.fecha_acceso AND e.email = u.email`

const FIND = defineQuery({
  name: 'enlaces.buscar',
  roles,
  sql: `SELECT u.id AS cuentaId, u.nombre, u.email, u.rol, u.idioma, e.comando_id AS comandoId,
      e.correlacion_id AS correlacionId
    FROM enlaces_acceso e CROSS JOIN usuarios u ON u.id = e.usuario_id WHERE e.huella = :huella AND ${GOOD}`,
  row: AccessLink,
})

const LIVE = defineQuery({
  name: 'enlaces.vivo',
  roles,
  sql: `SELECT e.fecha_expiracion AS hasta
    FROM enlaces_acceso e CROSS JOIN usuarios u ON u.id = e.usuario_id WHERE e.usuario_id = :cuenta AND ${GOOD}`,
  row: z.object({ hasta: z.string() }),
})

const MAKE = defineWrite({
  name: 'enlaces.crear',
  roles,
  sql: `INSERT INTO enlaces_acceso (
      usuario_id, huella, email, correlacion_id, comando_id, fecha_creacion, fecha_expiracion)
    SELECT id, :huella, email, :correlacion, :comando, :ahora, :hasta FROM usuarios WHERE id = :cuenta AND activo = 1
    ON CONFLICT (usuario_id) DO UPDATE SET huella = excluded.huella, email = excluded.email,
      correlacion_id = excluded.correlacion_id, comando_id = excluded.comando_id,
      fecha_creacion = excluded.fecha_creacion, fecha_expiracion = excluded.fecha_expiracion`,
})

const REVOKE = defineWrite({
  name: 'enlaces.anular',
  roles,
  sql: 'DELETE FROM enlaces_acceso WHERE usuario_id = :cuenta',
})

const SWEEP = defineWrite({
  name: 'enlaces.caducar',
  roles,
  sql: `DELETE FROM enlaces_acceso WHERE usuario_id IN (
    SELECT usuario_id FROM enlaces_acceso WHERE fecha_expiracion <= :ahora LIMIT 100)`,
})

const iso = (ms: number) => new Date(ms).toISOString()

/** SHA-256 of a token: what is stored, and looked up by. 256 random bits need no salt and no slow hash. */
function fingerprint(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/**
 * Makes an account's link, which takes the place of the one that it had. The event stands in the log before.
 * @param db a connection under `auth`
 * @param ids the chain of the event that asked for it, and a new ULID for the command that its use will be
 * @returns the token, which is stored nowhere, and until when it is good; null for no active account
 */
export async function makeLink(
  db: Connection,
  cuenta: number,
  { correlacionId, comandoId }: { readonly correlacionId: string; readonly comandoId: string },
  now: number,
): Promise<{ readonly token: string; readonly hasta: string } | null> {
  const token = randomBytes(32).toString('base64url')
  const hasta = iso(now + LINK_LIFETIME)
  const args = { huella: fingerprint(token), correlacion: correlacionId, comando: comandoId, hasta }
  const [made] = await retryBusy(() =>
    db.batch([{ statement: MAKE, args: { ...args, cuenta, ahora: iso(now) } }]),
  )
  return made?.rowsAffected === 1 ? { token, hasta } : null
}

/** The address of a link. Behind the `#`, where no server, log or Referer ever gets to see the token. */
export function linkUrl(urlPublica: string, token: string): string {
  return `${urlPublica}/acceso#${token}`
}

/** Whose link this token is; null when it is unknown, used, out of date, replaced, or its account may not enter. */
export async function findLink(db: Connection, token: string, now: number): Promise<AccessLink | null> {
  if (!/^[\w-]{43}$/.test(token)) return null
  return await db.first(FIND, { huella: fingerprint(token), ahora: iso(now) })
}

/** Until when an account's link is good; null where it has none. */
export async function liveLinkUntil(db: Connection, cuenta: number, now: number): Promise<string | null> {
  return (await db.first(LIVE, { cuenta, ahora: iso(now) }))?.hasta ?? null
}

/** Takes an account's link back. */
export async function revokeLink(db: Connection, cuenta: number): Promise<void> {
  await retryBusy(() => db.batch([{ statement: REVOKE, args: { cuenta } }]))
}

/** Takes away some of the links whose time is past. @returns how many */
export async function sweepLinks(db: Connection, now: number): Promise<number> {
  const [result] = await retryBusy(() => db.batch([{ statement: SWEEP, args: { ahora: iso(now) } }]))
  return result?.rowsAffected ?? 0
}
