import type { CommandResult } from '@/commands/types'
import type { Rejection, RejectionCode, RejectionFacts } from '@/domain/rejections'
import dominio from '@/i18n/es/dominio.json'
import { CliError } from './failures'

type Sentences = { readonly [C in RejectionCode]: (hechos: RejectionFacts[C]) => string }

const SENTENCES: Sentences = {
  TICKET_NO_ENCONTRADO: ({ ticketId }) => `No existe el ticket ${ticketId ?? ''}`.trimEnd(),
  TICKET_CERRADO: ({ desde }) => `El ticket está cerrado${desde === null ? '' : ` desde ${desde}`}`,
  TICKET_NO_CERRADO: ({ estado }) => `El ticket no está cerrado: está en «${dominio.estado[estado]}»`,
  TRANSICION_NO_PERMITIDA: ({ de, a, permitidas }) =>
    `No se puede pasar de «${dominio.estado[de]}» a «${dominio.estado[a]}»; sí a ${permitidas
      .map((estado) => `«${dominio.estado[estado]}»`)
      .join(', ')}`,
  SIN_CAMBIOS: ({ campo }) => `No hay nada que cambiar: ${campo} ya tiene ese valor`,
  SIN_PERMISO: ({ comando, rol }) => `El rol ${rol ?? 'del servicio'} no tiene permiso para ${comando}`,
  CUENTA_NO_ENCONTRADA: ({ cuentaId }) => `No existe la cuenta ${cuentaId}`,
  CUENTA_INACTIVA: ({ cuentaId, nombre }) => `La cuenta ${cuentaId} (${nombre}) está desactivada`,
  CUENTA_ACTIVA: ({ cuentaId, nombre }) => `La cuenta ${cuentaId} (${nombre}) ya está activa`,
  AGENTE_NO_VALIDO: ({ nombre, rol }) => `${nombre} no puede atender tickets: su rol es ${rol}`,
  SOLICITANTE_NO_VALIDO: ({ nombre }) =>
    `No se puede abrir un ticket para ${nombre}: su cuenta está desactivada`,
  EMAIL_EN_USO: ({ email }) => `Ya hay una cuenta con el correo ${email}`,
  ULTIMO_ADMIN: ({ cuentaId }) => `La cuenta ${cuentaId} es la última de administración activa`,
  CUENTA_DEL_SISTEMA: () => 'La cuenta del sistema no se puede cambiar',
  CONTRASENA_ACTUAL_INCORRECTA: () => 'La contraseña actual no es correcta',
  VERSION_DESCONOCIDA: ({ vista, actual }) =>
    `La versión ${vista} no existe todavía: la última es la ${actual}`,
  COMANDO_REUTILIZADO: ({ comandoId }) => `El comando ${comandoId} ya se dio con otro contenido`,
  ALCANCE_NO_PERMITIDO: ({ alcances, rol }) =>
    `Una cuenta de rol ${rol} no puede tener un token con ${alcances.join(', ')}`,
  OCUPADO: () => 'Hay demasiado trabajo en curso: repita la orden dentro de unos segundos',
}

/** A rejection as a sentence, without its full stop. */
export function explainRejection<C extends RejectionCode>(rechazo: Rejection & { codigo: C }): string {
  // Which sentence goes with which facts, the table's type says; TypeScript can't follow a union through it.
  const sentence = SENTENCES[rechazo.codigo] as (hechos: RejectionFacts[C]) => string
  return sentence(rechazo.hechos as RejectionFacts[C])
}

/** The id of the stream that an accepted command was about. @throws CliError that says why it was refused */
export function expectAccepted(result: CommandResult): number {
  switch (result.estado) {
    case 'aceptado':
      return result.sujeto.id
    case 'rechazado':
      throw new CliError(`${explainRejection(result.rechazo)}.`)
    case 'conflicto':
      throw new CliError('Otra persona lo cambió mientras tanto. Repita la orden.')
  }
}
