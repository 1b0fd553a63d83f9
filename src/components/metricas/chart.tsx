import { useFormatter, useTranslations } from 'next-intl'
import { CHART, linePath, roundUp, type Series } from './scale'
import { FiguresTable } from './table'

interface ChartProps {
  /** Unique on the page. */
  id: string
  titulo: string
  /** The moments of the values, ISO 8601 in UTC. */
  momentos: readonly string[]
  series: readonly Series[]
}

// Told apart by their dashes too, for who sees no colours and for paper.
const LOOKS = [
  { line: 'stroke-accent', dash: undefined, ink: 'text-accent-ink' },
  { line: 'stroke-warning-ink', dash: '6 3', ink: 'text-warning-ink' },
  { line: 'stroke-danger-ink', dash: '2 3', ink: 'text-danger-ink' },
] as const

/** Lines over time as plain SVG, with the same figures as a table. */
export function Chart({ id, titulo, momentos, series }: ChartProps) {
  const t = useTranslations('metricas.grafica')
  const format = useFormatter()
  const known = series.flatMap(({ valores }) => valores.filter((value) => value !== null))
  const number = (value: number | null | undefined) =>
    value === null || value === undefined ? '—' : format.number(value, { maximumFractionDigits: 2 })
  const told = series.map(({ nombre, valores }) => {
    const there = valores.filter((value) => value !== null)
    return t('serie', {
      nombre,
      ultimo: number(there.at(-1)),
      maximo: number(there.length ? Math.max(...there) : null),
    })
  })
  return (
    <figure aria-labelledby={id} className="min-w-0 rounded-xl border border-line bg-surface p-4">
      <figcaption className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h3 id={id} className="text-sm font-semibold">
          {titulo}
        </h3>
        <ul className="flex flex-wrap gap-x-3 text-xs text-muted">
          {series.map(({ nombre }, index) => (
            <Legend key={nombre} nombre={nombre} index={index} />
          ))}
        </ul>
      </figcaption>
      {known.length === 0 ? (
        <p className="mt-4 mb-2 text-sm text-muted">{t('vacia')}</p>
      ) : (
        <>
          <Lines
            label={t('resumen', { titulo, series: told.join('; ') })}
            {...{ momentos, series }}
            highest={roundUp(Math.max(...known))}
          />
          <details className="mt-1 text-xs">
            <summary className="text-muted hover:text-ink">{t('tabla')}</summary>
            <FiguresTable caption={titulo} momentos={momentos} series={series} />
          </details>
        </>
      )}
    </figure>
  )
}

function Legend({ nombre, index }: { nombre: string; index: number }) {
  const { line, dash } = LOOKS[index % LOOKS.length] ?? LOOKS[0]
  return (
    <li className="inline-flex items-center gap-1.5">
      <svg aria-hidden width="18" height="6" className={line}>
        <path d="M0 3h18" fill="none" strokeWidth="2" strokeDasharray={dash} />
      </svg>
      {nombre}
    </li>
  )
}

function Lines({
  label,
  momentos,
  series,
  highest,
}: Pick<ChartProps, 'momentos' | 'series'> & { label: string; highest: number }) {
  const format = useFormatter()
  const { width, height, left, right, top, bottom } = CHART
  const y = (share: number) => height - bottom - share * (height - top - bottom)
  const [first, last] = [momentos[0], momentos.at(-1)]
  const moment = (value: string | undefined) =>
    value === undefined ? '' : format.dateTime(new Date(value), SHORT)
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${width} ${height}`} className="mt-2 w-full text-muted">
      {[0, 0.5, 1].map((share) => (
        <g key={share}>
          <path d={`M${left} ${y(share)}H${width - right}`} className="stroke-line" fill="none" />
          <text
            x={left - 6}
            y={y(share) + 4}
            textAnchor="end"
            className="fill-current text-[11px] tabular-nums"
          >
            {format.number(highest * share, { notation: 'compact', maximumFractionDigits: 2 })}
          </text>
        </g>
      ))}
      <text x={left} y={height - 4} className="fill-current text-[11px]">
        {moment(first)}
      </text>
      <text x={width - right} y={height - 4} textAnchor="end" className="fill-current text-[11px]">
        {moment(last)}
      </text>
      {series.map(({ nombre, valores }, index) => {
        const { line, dash } = LOOKS[index % LOOKS.length] ?? LOOKS[0]
        return (
          <path
            key={nombre}
            d={linePath(valores, highest)}
            className={line}
            fill="none"
            strokeWidth="1.75"
            strokeLinecap="round"
            strokeLinejoin="round"
            strokeDasharray={dash}
          />
        )
      })}
    </svg>
  )
}

const SHORT = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const
