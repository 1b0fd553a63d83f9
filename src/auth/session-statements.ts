import { z } from 'zod'
import { defineQuery, defineWrite } from '@/db/queries'
import { Idioma, Rol } from '@/domain/values'

const roles = ['auth'] as const

/** The account that a live session belongs to, as pages need it. */
export const SessionUser = z.object({
  id: z.number(),
  nombre: z.string(),
  email: z.string(),
  rol: Rol,
  fechaActividad: z.string(),
})
export type SessionUser = z.infer<typeof SessionUser>

// A new password, a deactivation and ending all of them void every session that was opened before.
export const FIND_SESSION = defineQuery({
  name: 'sesiones.buscar',
  roles,
  sql: `SELECT u.id, u.nombre, u.email, u.rol, s.fecha_actividad AS fechaActividad
    FROM sesiones s CROSS JOIN usuarios u ON u.id = s.usuario_id
    WHERE s.huella_token = :huella AND s.fecha_expiracion > :ahora AND s.fecha_actividad > :inactiva
      AND u.activo = 1 AND s.fecha_creacion >= u.fecha_acceso`,
  row: SessionUser,
})

export const INSERT_SESSION = defineWrite({
  name: 'sesiones.abrir',
  roles,
  sql: `INSERT INTO sesiones (huella_token, usuario_id, fecha_creacion, fecha_actividad, fecha_expiracion, agente, direccion)
    VALUES (:huella, :usuario, :ahora, :ahora, :expiracion, :agente, :direccion)`,
})

export const TOUCH_SESSION = defineWrite({
  name: 'sesiones.tocar',
  roles,
  sql: 'UPDATE sesiones SET fecha_actividad = :ahora WHERE huella_token = :huella AND fecha_actividad < :ahora',
})

export const DELETE_SESSION = defineWrite({
  name: 'sesiones.cerrar',
  roles,
  sql: 'DELETE FROM sesiones WHERE huella_token = :huella',
})

export const DELETE_SESSIONS_OF = defineWrite({
  name: 'sesiones.cerrar_todas',
  roles,
  sql: 'DELETE FROM sesiones WHERE usuario_id = :usuario',
})

export const DELETE_EXPIRED = defineWrite({
  name: 'sesiones.caducar',
  roles,
  sql: `DELETE FROM sesiones WHERE huella_token IN (
    SELECT huella_token FROM sesiones WHERE fecha_expiracion <= :ahora LIMIT 100)`,
})

export const FIND_CREDENTIALS = defineQuery({
  name: 'usuarios.credenciales',
  roles,
  sql: 'SELECT id, idioma, activo, password_hash AS hash FROM usuarios WHERE email = :email',
  row: z.object({ id: z.number(), idioma: Idioma, activo: z.number(), hash: z.string() }),
})

export const FIND_HASH = defineQuery({
  name: 'usuarios.hash',
  roles,
  sql: 'SELECT password_hash AS hash FROM usuarios WHERE id = :id AND activo = 1',
  row: z.object({ hash: z.string() }),
})
