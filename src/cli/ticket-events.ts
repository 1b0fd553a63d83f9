import type { TimelineItem } from '@projections/linea_tiempo/timeline'
import dominio from '@/i18n/es/dominio.json'

/** What an event was, in a few words after its author's name. */
export function describeEvent({ evento, nombres }: TimelineItem): string {
  const person = (id: number | null) => (id === null ? 'nadie' : (nombres[id] ?? `cuenta ${id}`))
  switch (evento.tipo) {
    case 'creacion':
      return `abre el ticket, con prioridad ${dominio.prioridad[evento.datos.prioridad].toLowerCase()}`
    case 'comentario':
      return `${evento.datos.esInterno ? '[nota interna] ' : ''}${evento.contenido ?? '[borrado]'}`
    case 'cambio_estado':
      return `estado: ${dominio.estado[evento.datos.de]} → ${dominio.estado[evento.datos.a]}`
    case 'cierre':
      return `cierra el ticket (${dominio.motivo[evento.datos.motivo].toLowerCase()})`
    case 'asignacion':
      return `asignado a: ${person(evento.datos.de)} → ${person(evento.datos.a)}`
    case 'cambio_prioridad':
      return `prioridad: ${dominio.prioridad[evento.datos.de]} → ${dominio.prioridad[evento.datos.a]}`
    case 'cambio_categoria':
      return `categoría: ${evento.datos.de ?? 'ninguna'} → ${evento.datos.a ?? 'ninguna'}`
    case 'edicion':
      return evento.datos.campos.length === 0
        ? `cambios en el origen: ${originColumns(evento.origen).join(', ') || 'ninguno'}`
        : `edita: ${evento.datos.campos.join(', ')}`
  }
}

function originColumns(origen: Readonly<Record<string, unknown>> | undefined): string[] {
  const { cambios } = origen ?? {}
  return typeof cambios === 'object' && cambios !== null ? Object.keys(cambios) : []
}
