import { useFormatter, useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/badge'
import { CardSection } from '@/components/ui/card'
import { MINUTE } from '@/components/ui/date-time'
import { CircleAlert, CircleCheck, CircleHelp, TriangleAlert } from '@/components/ui/icons'
import { judge } from '@/metrics/advice/judge'
import type { Known } from '@/runtime/metrics/monitor'
import type { Metrics } from './load'
import { TuningForm } from './tuning-form'

const LOOKS = {
  malo: { tone: 'danger', icon: CircleAlert },
  vigilar: { tone: 'warning', icon: TriangleAlert },
  bueno: { tone: 'success', icon: CircleCheck },
  sin_datos: { tone: 'neutral', icon: CircleHelp },
} as const
const ORDER = Object.keys(LOOKS)

type Standing = Known['umbrales'][number]

/** Every threshold: how it stands, what that means, and what can be done; the worst first, what says nothing yet last. */
export function Thresholds({ known, alertas, newId }: Pick<Metrics, 'alertas' | 'newId'> & { known: Known }) {
  const t = useTranslations('metricas.estado')
  const sorted = known.umbrales
    .map((standing) => ({ standing, nivel: judge(standing.rule, standing.valor) }))
    .sort((a, b) => ORDER.indexOf(a.nivel) - ORDER.indexOf(b.nivel))
  return (
    <CardSection id="umbrales" title={t('titulo')} description={t('descripcion')}>
      <ul className="divide-y divide-line">
        {sorted.map(({ standing, nivel }) => (
          <Threshold
            key={standing.rule.id}
            standing={standing}
            nivel={nivel}
            desde={
              alertas.get(standing.rule.id)?.activa ? (alertas.get(standing.rule.id)?.desde ?? null) : null
            }
            newId={newId}
          />
        ))}
      </ul>
    </CardSection>
  )
}

function Threshold({
  standing: { rule, valor },
  nivel,
  desde,
  newId,
}: {
  standing: Standing
  nivel: ReturnType<typeof judge>
  desde: string | null
  newId: () => string
}) {
  const t = useTranslations('metricas')
  const format = useFormatter()
  const { tone, icon } = LOOKS[nivel]
  const number = (value: number) => `${format.number(value, { maximumFractionDigits: 1 })} ${rule.unidad}`
  const [good, bad] = rule.mejor === 'menor' ? ['<', '>'] : ['>', '<']
  return (
    <li className="py-3 text-sm first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone={tone} icon={icon}>
          {t(`nivel.${nivel}`)}
        </Badge>
        <h3 className="font-medium">{t(`reglas.${rule.id}.nombre`)}</h3>
        <p className="tabular-nums">{valor === null ? '—' : number(valor)}</p>
        <p className="text-xs text-muted tabular-nums sm:ml-auto">
          {t(`componente.${rule.componente}`)} ·{' '}
          {t('estado.optimo', { limite: `${good} ${number(rule.bueno)}` })} ·{' '}
          {t('estado.deficiente', { limite: `${bad} ${number(rule.malo)}` })}
        </p>
      </div>
      {desde !== null && (
        <p className="mt-1 text-xs text-danger-ink">
          {t('estado.alerta', { fecha: format.dateTime(new Date(desde), MINUTE) })}
        </p>
      )}
      <details className="mt-1">
        <summary className="text-xs text-muted hover:text-ink">{t('estado.queHacer')}</summary>
        <div className="mt-2 max-w-prose space-y-2 text-sm">
          <p>{t(`reglas.${rule.id}.significado`)}</p>
          <p>{t(`reglas.${rule.id}.accion`)}</p>
        </div>
        <div className="mt-2 flex flex-col gap-3">
          {rule.acciones.map((accion) => (
            <TuningForm key={accion} regla={rule.id} accion={accion} comandoId={newId()} />
          ))}
        </div>
      </details>
    </li>
  )
}
