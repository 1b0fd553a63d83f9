import { z } from 'zod'
import { lineText, multilineText } from './text'

export const ESTADOS = ['abierto', 'en_progreso', 'resuelto', 'cerrado'] as const
export const PRIORIDADES = ['baja', 'media', 'alta', 'critica'] as const
export const ROLES = ['cliente', 'operador', 'admin', 'auditor'] as const
export const IDIOMAS = ['es', 'en'] as const
/** Whose turn it is on a ticket that is not closed. */
export const ESPERAS = ['equipo', 'cliente'] as const
export const MOTIVOS_CIERRE = ['resuelto', 'duplicado', 'sin_respuesta', 'cancelado', 'otro'] as const

export const Estado = z.enum(ESTADOS)
export const Prioridad = z.enum(PRIORIDADES)
export const Rol = z.enum(ROLES)
/** The languages that people are written to in; a new account's is the first. */
export const Idioma = z.enum(IDIOMAS)
export const Espera = z.enum(ESPERAS)
export const MotivoCierre = z.enum(MOTIVOS_CIERRE)

export type Estado = z.infer<typeof Estado>
export type Prioridad = z.infer<typeof Prioridad>
export type Rol = z.infer<typeof Rol>
export type Idioma = z.infer<typeof Idioma>
export type Espera = z.infer<typeof Espera>
export type MotivoCierre = z.infer<typeof MotivoCierre>

/** The bounds of every text, in characters (UTF-16 units); forms show them, the schema repeats them. */
export const LIMITES = {
  titulo: 200,
  descripcion: 20_000,
  comentario: 20_000,
  categoria: 80,
  nombre: 120,
  email: 254,
  contrasenaMin: 12,
  contrasenaMax: 200,
} as const

export const Titulo = lineText(1, LIMITES.titulo)
export const Descripcion = multilineText(1, LIMITES.descripcion)
export const Comentario = multilineText(1, LIMITES.comentario)
export const Categoria = lineText(1, LIMITES.categoria)
export const Nombre = lineText(1, LIMITES.nombre)
export const Email = z
  .string()
  .max(LIMITES.email)
  .transform((raw) => raw.normalize('NFC').trim().toLowerCase())
  .pipe(z.email().max(LIMITES.email))

/** A row id: a positive integer that SQLite and JavaScript agree on. */
export const Id = z.number().int().positive().max(Number.MAX_SAFE_INTEGER)

/** A ULID: 26 characters of Crockford's base 32. */
export const Ulid = z.string().regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/)

/** An instant as the log keeps it: `YYYY-MM-DDTHH:MM:SS.sssZ`. */
export const Instante = z.iso.datetime({ precision: 3 })

/** The account that the first migration makes; it acts for the service and can't log in. */
export const CUENTA_SISTEMA = 1
