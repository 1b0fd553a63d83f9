import { z } from 'zod'
import { Idioma, Rol } from '../values'
import { DatosEnlace, DatosSesiones } from './acceso'
import { DatosAjuste } from './ajuste'
import { DatosConsulta } from './consulta'
import { DatosGestion } from './gestion'
import { DatosMantenimiento } from './mantenimiento'
import { DatosToken, IdObra } from './token'
import { DatosGestionWebhook, DatosWebhook } from './webhook'

/** The events of an account. `contenido` holds what is personal; see TicketEvent. */
export const CuentaEvent = z.discriminatedUnion('tipo', [
  z.object({
    tipo: z.literal('alta_cuenta'),
    datos: z.object({ rol: Rol, activo: z.boolean() }),
    contenido: z.object({ email: z.string(), nombre: z.string() }).nullable(),
  }),
  z.object({ tipo: z.literal('cambio_rol'), datos: z.object({ de: Rol, a: Rol }) }),
  z.object({
    tipo: z.literal('edicion_cuenta'),
    datos: z.object({ campos: z.array(z.enum(['email', 'nombre'])) }),
    contenido: z
      .object({
        email: z.object({ de: z.string(), a: z.string() }).optional(),
        nombre: z.object({ de: z.string(), a: z.string() }).optional(),
      })
      .nullable(),
  }),
  z.object({ tipo: z.literal('desactivacion'), datos: z.object({}) }),
  z.object({ tipo: z.literal('reactivacion'), datos: z.object({}) }),
  /** That the password changed, never to what. */
  z.object({ tipo: z.literal('cambio_contrasena'), datos: z.object({}) }),
  z.object({ tipo: z.literal('cambio_idioma'), datos: z.object({ de: Idioma, a: Idioma }) }),
  z.object({ tipo: z.literal('sesiones_revocadas'), datos: DatosSesiones }),
  /** The password that a link then sets is an event of its own, in the same chain of work. */
  z.object({ tipo: z.literal('enlace_acceso'), datos: DatosEnlace }),
  /** Of the service itself: that the log was searched or exported. The words may name a person, so they can be erased. */
  z.object({
    tipo: z.literal('consulta_auditoria'),
    datos: DatosConsulta,
    contenido: z.object({ texto: z.string() }).nullable(),
  }),
  /** Of the service itself: that a parked task was taken up again or given up. */
  z.object({ tipo: z.literal('gestion_tarea'), datos: DatosGestion }),
  /** The token's id is the command's. What it is used for names this event as its cause. */
  z.object({
    tipo: z.literal('alta_token'),
    datos: DatosToken,
    contenido: z.object({ nombre: z.string() }).nullable(),
  }),
  z.object({ tipo: z.literal('baja_token'), datos: z.object({ tokenId: IdObra }) }),
  /** The webhook's id is the command's. */
  z.object({
    tipo: z.literal('alta_webhook'),
    datos: DatosWebhook,
    contenido: z.object({ url: z.string() }).nullable(),
  }),
  z.object({ tipo: z.literal('gestion_webhook'), datos: DatosGestionWebhook }),
  /** Of the service itself: that a tuning action was run. */
  z.object({ tipo: z.literal('ajuste_servicio'), datos: DatosAjuste }),
  /** Of the service itself: that a backup or maintenance was asked for, and what came of it. */
  z.object({ tipo: z.literal('mantenimiento'), datos: DatosMantenimiento }),
])

export type CuentaEvent = z.infer<typeof CuentaEvent>
export type CuentaEventKind = CuentaEvent['tipo']
