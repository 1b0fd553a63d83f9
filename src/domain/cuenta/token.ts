import { z } from 'zod'
import { lineText } from '../text'
import { Instante, type Rol, Ulid } from '../values'

/** What a token lets its bearer do, beside what the account's role lets them: the smaller of both. */
export const ALCANCES = ['read', 'write', 'admin', 'audit', 'metrics'] as const
export const Alcance = z.enum(ALCANCES)
export type Alcance = z.infer<typeof Alcance>

/** The scopes that a role has a use for: a token with another would promise what the bus then refuses. */
export const ALCANCES_DE: Readonly<Record<Rol, readonly Alcance[]>> = {
  cliente: ['read', 'write'],
  operador: ['read', 'write'],
  admin: ['read', 'write', 'admin', 'audit', 'metrics'],
  auditor: ['read', 'audit', 'metrics'],
}

/** Whose hand a token is in: the person's own, or a program's that an admin set up. */
export const CLASES_TOKEN = ['personal', 'servicio'] as const
export const ClaseToken = z.enum(CLASES_TOKEN)
export type ClaseToken = z.infer<typeof ClaseToken>

/** No token is for ever: the longest lives a year and a day. */
export const DIAS_TOKEN_MAX = 366
export const DiasToken = z.number().int().min(1).max(DIAS_TOKEN_MAX)

export const NombreToken = lineText(1, 60)
export const Alcances = z
  .array(Alcance)
  .min(1)
  .max(ALCANCES.length)
  .transform((given) => ALCANCES.filter((alcance) => given.includes(alcance)))

/** What the log keeps of a new token: never the token, nor its hash. */
export const DatosToken = z.object({ clase: ClaseToken, alcances: z.array(Alcance), expira: Instante })

/** A token or a webhook is named by the command that made it. */
export const IdObra = Ulid
