import type { CuentaEntry } from '@projections/auditoria/entries'
import { useFormatter, useTranslations } from 'next-intl'
import { Chip } from '@/components/tickets/linea/change-chips'
import { Change } from '@/components/tickets/linea/timeline-change'
import { MINUTE } from '@/components/ui/date-time'
import { RolBadge } from '@/components/ui/domain-badges'
import type { AccionMantenimiento } from '@/domain/cuenta/mantenimiento'
import type { Idioma } from '@/domain/values'
import { filterChips } from './filter-chips'

/** What changed in an account, the old and the new value as chips; of a search, what was looked for. */
export function AccountChange({ entry: { evento } }: { entry: CuentaEntry }) {
  switch (evento.tipo) {
    case 'alta_cuenta':
      return <RolBadge rol={evento.datos.rol} />
    case 'cambio_rol':
      return <Change de={<RolBadge rol={evento.datos.de} />} a={<RolBadge rol={evento.datos.a} />} />
    case 'edicion_cuenta':
      return evento.datos.campos.map((campo) => {
        const change = evento.contenido?.[campo]
        return change && <Change key={campo} de={<Chip>{change.de}</Chip>} a={<Chip>{change.a}</Chip>} />
      })
    case 'cambio_idioma':
      return <LanguageChange {...evento.datos} />
    case 'sesiones_revocadas':
      return evento.datos.sesion && <Chip>{evento.datos.sesion}</Chip>
    case 'desactivacion':
    case 'reactivacion':
    case 'cambio_contrasena':
    case 'enlace_acceso':
      return null
    case 'alta_token':
      return [evento.contenido?.nombre ?? '', ...evento.datos.alcances]
        .filter((text) => text !== '')
        .map((text) => <Chip key={text}>{text}</Chip>)
    case 'baja_token':
      return <Chip>{evento.datos.tokenId}</Chip>
    case 'alta_webhook':
      return evento.contenido && <Chip>{evento.contenido.url}</Chip>
    case 'gestion_webhook':
      return <Chip>{evento.datos.webhookId}</Chip>
    case 'gestion_tarea':
      return <Chip>{evento.datos.tareaId}</Chip>
    case 'ajuste_servicio':
      return evento.datos.objeto && <Chip>{evento.datos.objeto}</Chip>
    case 'mantenimiento':
      return <Maintenance accion={evento.datos.accion} />
    case 'consulta_auditoria':
      return <Consultation filtros={evento.datos.filtros} texto={evento.contenido?.texto ?? null} />
  }
}

function Maintenance({ accion }: { accion: AccionMantenimiento }) {
  const t = useTranslations('mantenimiento.accion')
  return <Chip>{t(accion)}</Chip>
}

function LanguageChange({ de, a }: Readonly<Record<'de' | 'a', Idioma>>) {
  const t = useTranslations('comun.marco.idiomas')
  return <Change de={<Chip>{t(de)}</Chip>} a={<Chip>{t(a)}</Chip>} />
}

function Consultation(asked: Parameters<typeof filterChips>[0]) {
  const t = useTranslations()
  const format = useFormatter()
  const chips = filterChips(asked, t, (instant) => format.dateTime(new Date(instant), MINUTE))
  if (chips.length === 0)
    return <span className="text-xs text-muted">{t('auditoria.evento.sinFiltros')}</span>
  return chips.map((chip) => <Chip key={chip}>{chip}</Chip>)
}
