import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type Connection, retryBusy } from '@/db/client'
import { defineQuery, defineWrite } from '@/db/queries'
import type { DatosSesiones } from '@/domain/cuenta/acceso'
import type { Viewer } from '@/domain/viewer'
import { closeSessionsOf, fingerprint, SESSION_IDLE } from './session'
import { DELETE_SESSION } from './session-statements'

const roles = ['auth'] as const
/** The last used are shown; whoever has more of them ends them all. */
const SHOWN = 100

const LIST = defineQuery({
  name: 'sesiones.de_cuenta',
  roles,
  sql: `SELECT s.huella_token AS huella, s.fecha_creacion AS desde, s.fecha_actividad AS actividad, s.agente, s.direccion
    FROM sesiones s CROSS JOIN usuarios u ON u.id = s.usuario_id
    WHERE s.usuario_id = :usuario AND s.fecha_expiracion > :ahora AND s.fecha_actividad > :inactiva
      AND u.activo = 1 AND s.fecha_creacion >= u.fecha_acceso
    ORDER BY s.fecha_actividad DESC LIMIT ${SHOWN}`,
  row: z.object({
    huella: z.string(),
    desde: z.string(),
    actividad: z.string(),
    agente: z.string(),
    direccion: z.string(),
  }),
})

const DELETE_OTHERS = defineWrite({
  name: 'sesiones.cerrar_otras',
  roles,
  sql: `DELETE FROM sesiones WHERE usuario_id = :usuario AND huella_token <> :huella
    AND EXISTS (SELECT 1 FROM sesiones WHERE usuario_id = :usuario AND huella_token = :huella)`,
})

/** An open session, as the person it belongs to will recognise it. */
export interface OpenSession {
  /** See sessionId. */
  readonly id: string
  /** ISO 8601 in UTC, as `actividad`, which is told to the minute. */
  readonly desde: string
  readonly actividad: string
  readonly agente: string
  readonly direccion: string
}

/** A session's name in pages and in the log: a hash of the stored hash, cut short, with which nobody gets in. */
function sessionId(huella: string): string {
  return createHash('sha256').update(`sesion:${huella}`).digest('hex').slice(0, 12)
}

/** The name of the session of this token. */
export function sessionIdOf(token: string): string {
  return sessionId(fingerprint(token))
}

/** The open sessions of an account, the last used first; none for who is neither an admin nor that account. */
export async function listOpenSessions(
  db: Connection,
  viewer: Viewer,
  usuario: number,
  now: number,
): Promise<readonly OpenSession[]> {
  if (!maySeeSessions(viewer, usuario)) return []
  return (await readOpen(db, usuario, now)).map(({ huella, ...session }) => ({
    id: sessionId(huella),
    ...session,
  }))
}

/** Whose sessions somebody may see and end: their own, and an admin everybody's. */
function maySeeSessions(viewer: Viewer, usuario: number): boolean {
  return viewer.rol === 'admin' || viewer.id === usuario
}

/**
 * Ends sessions of an account, once the log says so; of those that are gone already, nothing is left to end. All of them
 * have ended with the event itself (see `usuarios.fecha_acceso`): their rows go here.
 * @param db a connection under `auth`
 * @param own the token of the session that asks, which is what `otras` leaves: however many there are, it is known
 */
export async function endSessions(
  db: Connection,
  usuario: number,
  { alcance, sesion }: DatosSesiones,
  { own, now }: { readonly own: string; readonly now: number },
): Promise<void> {
  if (alcance === 'todas') return await closeSessionsOf(db, usuario)
  if (alcance === 'otras') {
    const args = { usuario, huella: fingerprint(own) }
    await retryBusy(() => db.batch([{ statement: DELETE_OTHERS, args }]))
    return
  }
  const named = (await readOpen(db, usuario, now)).find(({ huella }) => sessionId(huella) === sesion)
  if (!named) return
  const { huella } = named
  await retryBusy(() => db.batch([{ statement: DELETE_SESSION, args: { huella } }]))
}

async function readOpen(db: Connection, usuario: number, now: number) {
  const inactiva = new Date(now - SESSION_IDLE).toISOString()
  return await db.all(LIST, { usuario, ahora: new Date(now).toISOString(), inactiva })
}
