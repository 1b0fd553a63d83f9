import { EVENT_KINDS } from '@projections/auditoria/filter'
import type { useTranslations } from 'next-intl'
import { FILTROS_AUDITORIA, type FiltroAuditoria } from '@/domain/cuenta/consulta'

type Translate = ReturnType<typeof useTranslations<never>>

interface Asked {
  readonly filtros: Readonly<Partial<Record<FiltroAuditoria, string>>>
  readonly texto: string | null
}

/**
 * What somebody looked for in the log, each part of it as its field says it in the reader's language.
 * @param moment writes an instant
 */
export function filterChips(
  { filtros, texto }: Asked,
  t: Translate,
  moment: (instant: string) => string,
): string[] {
  const chips = FILTROS_AUDITORIA.flatMap((campo) => {
    const value = filtros[campo]
    return value === undefined ? [] : [`${t(`auditoria.filtro.${campo}`)}: ${said(campo, value, t, moment)}`]
  })
  return texto === null ? chips : [...chips, `«${texto}»`]
}

function said(
  campo: FiltroAuditoria,
  value: string,
  t: Translate,
  moment: (instant: string) => string,
): string {
  switch (campo) {
    case 'tipo': {
      const kind = EVENT_KINDS.find((known) => known === value)
      return kind === undefined ? value : t(`auditoria.tipo.${kind}`)
    }
    case 'interno':
      return t(value === 'si' ? 'auditoria.fila.si' : 'auditoria.fila.no')
    case 'tiempo':
      return t(value === 'registro' ? 'auditoria.filtro.tiempo_registro' : 'auditoria.filtro.tiempo_negocio')
    case 'desde':
    case 'hasta':
      return moment(value)
    case 'actor':
    case 'ticket':
    case 'cuenta':
    case 'comando':
    case 'correlacion':
      return value
  }
}
