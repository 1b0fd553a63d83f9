import type { AuditEntry } from '@projections/auditoria/entries'
import { attributeXml } from '../xes/export/xml'
import { CLAVES, CLAVES_AUDITORIA } from '../xes/own/format'

/**
 * An event of the log as XES: the standard extensions for what any tool reads, and under ours what tells it apart from
 * every other and leads back to the log. Names and roles are today's.
 */
export function auditEventXml({ evento, fila, autor, autorRol }: AuditEntry): string {
  const { sobre, tipo, datos } = evento
  const text = (clave: string, value: string | null) =>
    value === null ? [] : [attributeXml('string', clave, value)]
  const parts = [
    attributeXml(
      'string',
      'concept:name',
      evento.tipo === 'cambio_estado' ? `${tipo} ${evento.datos.a}` : tipo,
    ),
    attributeXml('string', 'org:resource', autor),
    attributeXml('string', 'org:role', autorRol),
    attributeXml('date', 'time:timestamp', sobre.fecha),
    attributeXml('string', 'lifecycle:transition', 'complete'),
    attributeXml('string', CLAVES.evento, sobre.eventoId),
    attributeXml('int', CLAVES.posicion, sobre.posicion),
    attributeXml('int', CLAVES.version, sobre.version),
    attributeXml('string', CLAVES_AUDITORIA.comando, sobre.comandoId),
    attributeXml('int', CLAVES_AUDITORIA.orden, sobre.orden),
    attributeXml('int', CLAVES_AUDITORIA.actor, sobre.usuarioId),
    attributeXml('string', CLAVES_AUDITORIA.correlacion, sobre.correlacionId),
    ...text(CLAVES_AUDITORIA.causa, sobre.causaId),
    attributeXml('date', CLAVES_AUDITORIA.registrado, sobre.fechaRegistro),
    attributeXml('string', CLAVES.tipo, tipo),
    attributeXml('boolean', CLAVES.interno, sobre.esInterno),
    attributeXml('string', CLAVES.datos, JSON.stringify(datos)),
    ...text(CLAVES.contenido, fila.contenido),
    ...text(CLAVES_AUDITORIA.huella, fila.huella),
  ]
  return `<event>\n${parts.join('\n')}\n</event>\n`
}
