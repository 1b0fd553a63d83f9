import { useTranslations } from 'next-intl'
import { PastMark } from '@/components/tickets/tiempo/past-mark.client'
import { ListSkeleton, Skeleton } from '@/components/ui/skeleton'

/** Stands in for the list while it is read. */
export default function Loading() {
  const t = useTranslations('tickets.lista')
  return (
    <div className="flex flex-col gap-5">
      <PastMark />
      <Skeleton className="h-8 w-40" />
      <Skeleton className="h-11 w-full" />
      <Skeleton className="h-16 w-full" />
      <ListSkeleton label={t('cargando')} rows={8} />
    </div>
  )
}
