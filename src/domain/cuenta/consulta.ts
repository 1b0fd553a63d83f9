import { z } from 'zod'
import { lineText } from '../text'
import { Id } from '../values'

/** What the log can be searched by, beside text; a consultation keeps each as it stands in the page's address. */
export const FILTROS_AUDITORIA = [
  'actor',
  'ticket',
  'cuenta',
  'tipo',
  'interno',
  'tiempo',
  'desde',
  'hasta',
  'comando',
  'correlacion',
] as const
export type FiltroAuditoria = (typeof FILTROS_AUDITORIA)[number]

export const FORMATOS_EXPORTACION = ['csv', 'jsonl', 'xes'] as const
export const FormatoExportacion = z.enum(FORMATOS_EXPORTACION)
export type FormatoExportacion = z.infer<typeof FormatoExportacion>

/** What somebody looked for in the log, or took out of it. */
export const DatosConsulta = z.object({
  clase: z.enum(['busqueda', 'exportacion']),
  filtros: z.partialRecord(z.enum(FILTROS_AUDITORIA), z.string().min(1).max(100)),
  formato: FormatoExportacion.nullable(),
  /** The last position that was exported: with the filters it says which events these were, for ever. */
  hasta: Id.nullable(),
})

export const TextoConsulta = lineText(1, 100)
