import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import { Rol } from '@/domain/values'
import type { Viewer } from '@/domain/viewer'
import { selectRow } from '../engine/entity'
import { CuentaRow, USUARIOS } from './row'

const FIND = defineQuery({
  name: 'usuarios.detalle',
  roles: ['api_server', 'admin'],
  sql: `SELECT ${selectRow(USUARIOS, 'u')} FROM usuarios u WHERE u.id = :id`,
  row: CuentaRow,
})

const FIND_BY_EMAIL = defineQuery({
  name: 'usuarios.por_email',
  roles: ['api_server', 'admin'],
  sql: `SELECT ${selectRow(USUARIOS, 'u')} FROM usuarios u WHERE u.email = :email`,
  row: CuentaRow,
})

export const Agent = z.object({ id: z.number(), nombre: z.string(), rol: Rol })
export type Agent = z.infer<typeof Agent>

const AGENTS = defineQuery({
  name: 'usuarios.agentes',
  roles: ['api_server'],
  sql: `SELECT id, nombre, rol FROM usuarios WHERE activo = 1 AND rol IN ('operador', 'admin')
    ORDER BY nombre, id LIMIT 500`,
  row: Agent,
})

/** An account; null where there is none, or the viewer may not see it: others see only their own. */
export async function findCuentaQuery(db: Connection, viewer: Viewer, id: number): Promise<CuentaRow | null> {
  return seesCuentas(viewer) || viewer.id === id ? await db.first(FIND, { id }) : null
}

/** The account with this mail address, or null; for the CLI and imports. */
export async function findCuentaByEmailQuery(db: Connection, email: string): Promise<CuentaRow | null> {
  return await db.first(FIND_BY_EMAIL, { email })
}

/** Those who may take tickets, by name; none for clients. */
export async function listAgentsQuery(db: Connection, viewer: Viewer): Promise<readonly Agent[]> {
  return viewer.rol === 'cliente' ? [] : await db.all(AGENTS)
}

/** Who may see the accounts: admins, and auditors who change nothing. */
export function seesCuentas({ rol }: Viewer): boolean {
  return rol === 'admin' || rol === 'auditor'
}
