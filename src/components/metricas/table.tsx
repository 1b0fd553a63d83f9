import { useFormatter, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { cn } from '../ui/cn'
import type { Series } from './scale'

/** A chart's figures, the newest first. */
export function FiguresTable({
  caption,
  momentos,
  series,
}: {
  caption: string
  momentos: readonly string[]
  series: readonly Series[]
}) {
  const t = useTranslations('metricas.grafica')
  const format = useFormatter()
  const rows = momentos.map((momento, index) => ({ momento, index })).toReversed()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className="mt-2 max-h-72 overflow-auto" tabIndex={0} aria-label={caption}>
      <table className="w-full text-xs">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="text-left text-muted">
            <th scope="col" className="py-1 pr-3 font-medium">
              {t('momento')}
            </th>
            {series.map(({ nombre }) => (
              <th key={nombre} scope="col" className="py-1 pl-3 text-right font-medium">
                {nombre}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="tabular-nums">
          {rows.map(({ momento, index }) => (
            <tr key={momento} className="border-t border-line">
              <th scope="row" className="py-1 pr-3 text-left font-normal whitespace-nowrap">
                {format.dateTime(new Date(momento), { dateStyle: 'short', timeStyle: 'short' })}
              </th>
              {series.map(({ nombre, valores }) => {
                const value = valores[index]
                return (
                  <td key={nombre} className="py-1 pl-3 text-right">
                    {value === null || value === undefined
                      ? '—'
                      : format.number(value, { maximumFractionDigits: 2 })}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** A plain table: its first column names the row. */
export function PlainTable({
  caption,
  columns,
  rows,
}: {
  caption: string
  columns: readonly string[]
  rows: readonly { readonly key: string; readonly cells: readonly ReactNode[] }[]
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className="overflow-x-auto" tabIndex={0} aria-label={caption}>
      <table className="w-full text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="text-left text-xs text-muted">
            {columns.map((column, index) => (
              <th
                key={column}
                scope="col"
                className={cn('py-1.5 font-medium', index > 0 && 'pl-4 text-right')}
              >
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="tabular-nums">
          {rows.map(({ key, cells: [first, ...rest] }) => (
            <tr key={key} className="border-t border-line align-top">
              <th scope="row" className="py-1.5 text-left font-normal wrap-anywhere">
                {first}
              </th>
              {rest.map((cell, index) => (
                <td key={columns[index + 1]} className="py-1.5 pl-4 text-right whitespace-nowrap">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
