import { z } from 'zod'
import { CUENTA_SISTEMA, Email, Id, Idioma, Nombre, Rol } from '../values'
import { DatosEnlace, DatosSesiones } from './acceso'
import { DatosAjuste } from './ajuste'
import { DatosConsulta, TextoConsulta } from './consulta'
import { DatosGestion } from './gestion'
import { DatosMantenimiento } from './mantenimiento'
import { Alcances, ClaseToken, DiasToken, IdObra, NombreToken } from './token'
import { DatosGestionWebhook, FiltroWebhook, UrlWebhook } from './webhook'

const cuentaId = Id

/** The password's hash travels beside the command, never in it: a secret enters neither log nor digest. */
export const CrearCuenta = z.object({
  tipo: z.literal('crear_cuenta'),
  email: Email,
  nombre: Nombre,
  rol: Rol,
  /** The default one's, where it is left out. */
  idioma: Idioma.optional(),
})

export const CambiarRol = z.object({ tipo: z.literal('cambiar_rol'), cuentaId, a: Rol })

export const EditarCuenta = z.object({
  tipo: z.literal('editar_cuenta'),
  cuentaId,
  email: Email,
  nombre: Nombre,
})

export const DesactivarCuenta = z.object({ tipo: z.literal('desactivar_cuenta'), cuentaId })

export const ReactivarCuenta = z.object({ tipo: z.literal('reactivar_cuenta'), cuentaId })

export const CambiarContrasena = z.object({ tipo: z.literal('cambiar_contrasena'), cuentaId })

export const CambiarIdioma = z.object({ tipo: z.literal('cambiar_idioma'), cuentaId, a: Idioma })

/** Ends sessions; the rows themselves are dropped by whoever gives it, once it is in the log. */
export const RevocarSesiones = z.object({
  tipo: z.literal('revocar_sesiones'),
  cuentaId,
  ...DatosSesiones.shape,
})

/** Makes, mails or takes back an account's link; the token itself enters neither log nor digest. */
export const GestionarEnlace = z.object({
  tipo: z.literal('gestionar_enlace'),
  cuentaId,
  ...DatosEnlace.shape,
})

/** Notes that somebody searches the log or takes a part of it away: in the stream of the service's own account. */
export const ConsultarAuditoria = z.object({
  tipo: z.literal('consultar_auditoria'),
  cuentaId: z.literal(CUENTA_SISTEMA),
  ...DatosConsulta.shape,
  texto: TextoConsulta.nullable(),
})

/** Notes that somebody gives a parked task another chance, or gives it up: in the stream of the service's own account. */
export const GestionarTarea = z.object({
  tipo: z.literal('gestionar_tarea'),
  cuentaId: z.literal(CUENTA_SISTEMA),
  ...DatosGestion.shape,
})

/** Makes a token: its secret enters neither log nor digest, and its id is this command's. */
export const CrearToken = z.object({
  tipo: z.literal('crear_token'),
  cuentaId,
  clase: ClaseToken,
  nombre: NombreToken,
  alcances: Alcances,
  dias: DiasToken,
})

export const RevocarToken = z.object({ tipo: z.literal('revocar_token'), cuentaId, tokenId: IdObra })

/** Makes a webhook; its id is this command's, and its secret is stored nowhere. */
export const CrearWebhook = z.object({
  tipo: z.literal('crear_webhook'),
  cuentaId,
  url: UrlWebhook,
  filtro: FiltroWebhook,
  notas: z.boolean().default(false),
})

export const GestionarWebhook = z.object({
  tipo: z.literal('gestionar_webhook'),
  cuentaId,
  ...DatosGestionWebhook.shape,
})

/** Notes that somebody runs a tuning action: in the stream of the service's own account. */
export const AjustarServicio = z.object({
  tipo: z.literal('ajustar_servicio'),
  cuentaId: z.literal(CUENTA_SISTEMA),
  ...DatosAjuste.shape,
})

/** Notes a backup or maintenance: in the stream of the service's own account. */
export const RegistrarMantenimiento = z.object({
  tipo: z.literal('registrar_mantenimiento'),
  cuentaId: z.literal(CUENTA_SISTEMA),
  ...DatosMantenimiento.shape,
})

export const CuentaCommand = z.discriminatedUnion('tipo', [
  CrearCuenta,
  CambiarRol,
  EditarCuenta,
  DesactivarCuenta,
  ReactivarCuenta,
  CambiarContrasena,
  CambiarIdioma,
  RevocarSesiones,
  GestionarEnlace,
  ConsultarAuditoria,
  GestionarTarea,
  CrearToken,
  RevocarToken,
  CrearWebhook,
  GestionarWebhook,
  AjustarServicio,
  RegistrarMantenimiento,
])

export type CuentaCommand = z.infer<typeof CuentaCommand>
