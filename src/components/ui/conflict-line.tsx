import { useTranslations } from 'next-intl'
import { ArrowRight } from '@/components/ui/icons'
import type { ConflictChange } from '../form-state'
import { RelativeTime } from './date-time'

/** One of the changes that stand in the way: by whom, when, and what it was and is. */
export function ConflictLine({ change: { autor, fecha, frase, de, a, texto } }: { change: ConflictChange }) {
  const t = useTranslations('comun.conflicto')
  return (
    <li className="text-sm wrap-anywhere">
      <span className="font-medium">{autor}</span> {frase}{' '}
      <span className="text-muted">
        (<RelativeTime value={fecha} />)
      </span>
      {a !== null && (
        <span className="mt-1 flex flex-wrap items-center gap-1.5">
          <span className="rounded-md bg-surface px-2 py-0.5 text-muted line-through">{de}</span>
          <ArrowRight className="size-3.5 shrink-0 text-muted" />
          <span className="sr-only">{t('pasaA')}</span>
          <span className="rounded-md bg-surface px-2 py-0.5 font-medium">{a}</span>
        </span>
      )}
      {texto !== null && <span className="mt-1 block border-l-2 border-line pl-2 text-muted">{texto}</span>}
    </li>
  )
}
