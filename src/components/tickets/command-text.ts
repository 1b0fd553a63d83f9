import type { useTranslations } from 'next-intl'
import type { OwnChange } from '@/components/form-state'
import { type Command, isTicketCommand } from '@/domain/commands'
import { excerpt } from './linea/event-text'

type Translate = ReturnType<typeof useTranslations<never>>

/**
 * What somebody wants of a ticket, field by field, to stand beside what others did to it; nothing for commands that are
 * about no ticket.
 * @param nombre the name of an account that the command speaks of
 */
export function describeCommand(
  comando: Command,
  t: Translate,
  nombre: (id: number) => string,
): readonly OwnChange[] {
  const campo = (key: FieldKey) => t(`tickets.campo.${key}`)
  if (!isTicketCommand(comando)) return []
  switch (comando.tipo) {
    case 'comentar':
      return said(comando.comentario, comando.interno, t)
    case 'actualizar_con_interaccion':
      return [
        { campo: campo('estado'), valor: t(`dominio.estado.${comando.a}`) },
        ...said(comando.comentario, comando.interno, t),
      ]
    case 'cambiar_estado':
      return [{ campo: campo('estado'), valor: t(`dominio.estado.${comando.a}`) }]
    case 'cerrar_ticket':
      return [
        { campo: campo('estado'), valor: t('dominio.estado.cerrado') },
        { campo: campo('motivo'), valor: t(`dominio.motivo.${comando.motivo}`) },
        ...said(comando.comentario, false, t),
      ]
    case 'reabrir_ticket':
      return [
        { campo: campo('estado'), valor: t('dominio.estado.abierto') },
        ...said(comando.comentario, false, t),
      ]
    case 'asignar':
      return [{ campo: campo('asignado'), valor: comando.a === null ? campo('nadie') : nombre(comando.a) }]
    case 'cambiar_prioridad':
      return [{ campo: campo('prioridad'), valor: t(`dominio.prioridad.${comando.a}`) }]
    case 'cambiar_categoria':
      return [{ campo: campo('categoria'), valor: comando.a ?? campo('sinCategoria') }]
    case 'editar_ticket':
      return [
        { campo: campo('titulo'), valor: comando.titulo },
        { campo: campo('descripcion'), valor: excerpt(comando.descripcion) },
      ]
    case 'aplicar_cambios':
      return comando.cambios.flatMap((cambio) =>
        describeCommand({ ...cambio, ticketId: comando.ticketId }, t, nombre),
      )
    case 'crear_ticket':
    case 'registrar_historia':
      return []
  }
}

type FieldKey =
  | 'estado'
  | 'motivo'
  | 'asignado'
  | 'nadie'
  | 'prioridad'
  | 'categoria'
  | 'sinCategoria'
  | 'titulo'
  | 'descripcion'

function said(comentario: string | null, interno: boolean, t: Translate): readonly OwnChange[] {
  if (comentario === null) return []
  return [{ campo: t(`tickets.responder.${interno ? 'interna' : 'publica'}`), valor: excerpt(comentario) }]
}
