import type { TimelineItem } from '@projections/linea_tiempo/timeline'

/** An event as webhooks are told of it: `data` is what the API's timeline gives of it. */
export function messageOf({ evento, autor, autorRol, nombres }: TimelineItem): string {
  const { sobre, tipo, datos } = evento
  const contenido = 'contenido' in evento ? evento.contenido : null
  const { posicion, eventoId, sujeto, version, usuarioId, esInterno, fecha, fechaRegistro } = sobre
  const data = {
    posicion,
    eventoId,
    ticketId: sujeto.id,
    version,
    fecha,
    fechaRegistro,
    autorId: usuarioId,
    autor,
    autorRol,
    esInterno,
    comandoId: sobre.comandoId,
    correlacionId: sobre.correlacionId,
    nombres,
    evento: { tipo, datos, ...('contenido' in evento && { contenido }) },
  }
  return JSON.stringify({ type: `ticket.${tipo}`, timestamp: fechaRegistro, data })
}

/** What the test button sends. */
export function testMessage(webhookId: string, ahora: string): string {
  return JSON.stringify({ type: 'prueba', timestamp: ahora, data: { webhookId } })
}
