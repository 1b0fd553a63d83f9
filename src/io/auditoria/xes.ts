import { type AuditFilter, filterFacts } from '@projections/auditoria/filter'
import type { Recorded } from '@/domain/events'
import { CUENTA_SISTEMA } from '@/domain/values'
import { logHead } from '../xes/export/head'
import { attributeXml, listXml } from '../xes/export/xml'
import { CLAVES, CLAVES_AUDITORIA } from '../xes/own/format'

/** What an export of a filter does not say of itself. */
const AVISO =
  'Solo los eventos que cumplen el filtro, hasta la posición indicada. Este fichero no lleva pruebas, y nada en él demuestra que estén todos: las pruebas de cada evento van en la exportación JSONL.'

/** The beginning of an audit's XES. It declares no format of ours to import: parts of histories are no tickets. */
export function auditLogHead(filter: AuditFilter, hasta: number): string {
  const asked = Object.entries({ ...filterFacts(filter), ...(filter.texto && { texto: filter.texto }) })
  return logHead({
    nombre: 'Bitácora: auditoría',
    atributos: [
      attributeXml('int', CLAVES.posicion, hasta),
      listXml(
        CLAVES_AUDITORIA.filtro,
        asked.map(([campo, value]) => attributeXml('string', `bitacora:${campo}`, value)),
      ),
      attributeXml('string', CLAVES_AUDITORIA.aviso, AVISO),
    ],
    deTodos: [
      attributeXml('string', CLAVES.evento, ''),
      attributeXml('int', CLAVES.posicion, 0),
      attributeXml('int', CLAVES.version, 0),
      attributeXml('string', CLAVES_AUDITORIA.comando, ''),
      attributeXml('int', CLAVES_AUDITORIA.actor, 0),
    ],
  })
}

/** The beginning of the trace of a ticket, an account or the service. */
export function auditTraceHead({ tipo, id }: Recorded['sobre']['sujeto']): string {
  const nombre = tipo === 'cuenta' && id === CUENTA_SISTEMA ? 'servicio' : `${tipo} ${id}`
  return [
    '<trace>',
    attributeXml('string', 'concept:name', nombre),
    attributeXml('string', CLAVES_AUDITORIA.sujeto, tipo),
    attributeXml('int', CLAVES_AUDITORIA.sujetoId, id),
    '',
  ].join('\n')
}

export const TRACE_END = '</trace>\n'
export const LOG_END = '</log>\n'
