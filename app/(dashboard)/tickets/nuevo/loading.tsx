import { useTranslations } from 'next-intl'
import { Skeleton } from '@/components/ui/skeleton'

/** Stands in for the form while it is made. */
export default function Loading() {
  const t = useTranslations('tickets.nuevo')
  return (
    <div role="status" className="mx-auto flex max-w-2xl flex-col gap-5">
      <span className="sr-only">{t('cargando')}</span>
      <Skeleton className="h-8 w-48" />
      <Skeleton className="h-96 w-full rounded-xl" />
    </div>
  )
}
