import type { AuditEntry } from '@projections/auditoria/entries'
import { useTranslations } from 'next-intl'
import { ChevronDown } from '@/components/ui/icons'

/** Every column of an event, and its payload as it is read today; behind a disclosure. */
export function AuditDetails({ entry: { evento, fila } }: { entry: AuditEntry }) {
  const t = useTranslations('auditoria.fila')
  const { sobre, ...payload } = evento
  const rows = [
    ['posicion', sobre.posicion],
    ['evento', sobre.eventoId],
    ['sujeto', `${sobre.sujeto.tipo} ${sobre.sujeto.id}`],
    ['version', sobre.version],
    ['tipo', evento.tipo === fila.tipo ? evento.tipo : `${evento.tipo} (${fila.tipo})`],
    ['interno', t(sobre.esInterno ? 'si' : 'no')],
    ['autor', sobre.usuarioId],
    ['comando', `${sobre.comandoId} · ${sobre.orden}`],
    ['correlacion', sobre.correlacionId],
    ['causa', sobre.causaId ?? t('ninguna')],
    ['ocurrio', sobre.fecha],
    ['registro', sobre.fechaRegistro],
    ['huella', fila.huella ?? t('ninguna')],
  ] as const
  return (
    <details className="group/detalles min-w-0 text-xs open:basis-full">
      <summary className="inline-flex min-h-6 list-none items-center gap-1 rounded text-muted hover:text-ink [&::-webkit-details-marker]:hidden">
        {t('detalles')}
        <ChevronDown className="size-3.5 transition-transform group-open/detalles:rotate-180" />
      </summary>
      <div className="mt-1 rounded-lg bg-subtle p-3 text-ink">
        <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-2 lg:grid-cols-3">
          {rows.map(([name, value]) => (
            <div key={name} className="min-w-0 last:col-span-full">
              <dt className="text-muted">{t(`columnas.${name}`)}</dt>
              <dd className="font-mono break-all">{value}</dd>
            </div>
          ))}
        </dl>
        <p className="mt-3 text-muted">{t('datos')}</p>
        <pre className="mt-1 max-h-80 overflow-y-auto font-mono break-all whitespace-pre-wrap">
          {JSON.stringify(payload, null, 2)}
        </pre>
      </div>
    </details>
  )
}
