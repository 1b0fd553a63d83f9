import { type AuditFilter, filterFacts } from '@projections/auditoria/filter'
import type { z } from 'zod'
import type { ConsultarAuditoria } from '@/domain/cuenta/commands'
import type { FormatoExportacion } from '@/domain/cuenta/consulta'
import { CUENTA_SISTEMA } from '@/domain/values'

type Consultation = z.infer<typeof ConsultarAuditoria>

/** The command that notes a search of the log, or an export of it up to a position. */
export function consultationOf(
  filter: AuditFilter,
  exported?: { readonly formato: FormatoExportacion; readonly hasta: number },
): Consultation {
  return {
    tipo: 'consultar_auditoria',
    cuentaId: CUENTA_SISTEMA,
    clase: exported ? 'exportacion' : 'busqueda',
    filtros: filterFacts(filter),
    formato: exported?.formato ?? null,
    hasta: exported?.hasta ?? null,
    texto: filter.texto,
  }
}
