import { z } from 'zod'
import { defineQuery, defineWrite } from '@/db/queries'
import { Alcance, ClaseToken } from '@/domain/cuenta/token'
import { Idioma, Rol } from '@/domain/values'

const roles = ['auth'] as const

const Alcances = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.array(Alcance))

/** The account that a good token belongs to, and what the token lets it do. */
export const TokenUser = z.object({
  id: z.number(),
  nombre: z.string(),
  email: z.string(),
  rol: Rol,
  idioma: Idioma,
  tokenId: z.string(),
  alcances: Alcances,
  /** The event that made the token. */
  eventoId: z.string(),
  ultimoUso: z.string().nullable(),
})
export type TokenUser = z.infer<typeof TokenUser>

export const FIND = defineQuery({
  name: 'tokens.buscar',
  roles,
  sql: `SELECT u.id, u.nombre, u.email, u.rol, u.idioma, t.id AS tokenId, t.alcances, t.evento_id AS eventoId,
      t.ultimo_uso AS ultimoUso
    FROM tokens_api t CROSS JOIN usuarios u ON u.id = t.usuario_id
    WHERE t.huella = :huella AND t.fecha_expiracion > :ahora AND t.fecha_revocacion IS NULL AND u.activo = 1
      AND (t.clase = 'servicio' OR t.fecha_creacion >= u.fecha_acceso)`,
  row: TokenUser,
})

/** A token as its owner sees it: never itself. */
export const OpenToken = z.object({
  id: z.string(),
  nombre: z.string(),
  clase: ClaseToken,
  alcances: Alcances,
  desde: z.string(),
  expira: z.string(),
  revocado: z.string().nullable(),
  ultimoUso: z.string().nullable(),
  direccion: z.string(),
})
export type OpenToken = z.infer<typeof OpenToken>

export const LIST = defineQuery({
  name: 'tokens.de_cuenta',
  roles,
  sql: `SELECT id, nombre, clase, alcances, fecha_creacion AS desde, fecha_expiracion AS expira,
      fecha_revocacion AS revocado, ultimo_uso AS ultimoUso, direccion
    FROM tokens_api WHERE usuario_id = :usuario ORDER BY fecha_creacion DESC LIMIT 100`,
  row: OpenToken,
})

export const MAKE = defineWrite({
  name: 'tokens.crear',
  roles,
  sql: `INSERT INTO tokens_api (
      id, usuario_id, huella, evento_id, clase, nombre, alcances, fecha_creacion, fecha_expiracion)
    VALUES (:id, :usuario, :huella, :evento, :clase, :nombre, :alcances, :creado, :expira)
    ON CONFLICT (id) DO UPDATE SET huella = excluded.huella`,
})

export const REVOKE = defineWrite({
  name: 'tokens.revocar',
  roles,
  sql: `UPDATE tokens_api SET fecha_revocacion = :ahora
    WHERE id = :id AND usuario_id = :usuario AND fecha_revocacion IS NULL`,
})

export const TOUCH = defineWrite({
  name: 'tokens.tocar',
  roles,
  sql: `UPDATE tokens_api SET ultimo_uso = :ahora, direccion = :direccion
    WHERE id = :id AND (ultimo_uso IS NULL OR ultimo_uso < :ahora)`,
})

export const SWEEP = defineWrite({
  name: 'tokens.caducar',
  roles,
  sql: `DELETE FROM tokens_api WHERE id IN (SELECT id FROM tokens_api WHERE fecha_expiracion < :desde LIMIT 100)`,
})
