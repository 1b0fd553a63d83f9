import { useTranslations } from 'next-intl'
import { ListSkeleton, Skeleton } from '@/components/ui/skeleton'

export default function Loading() {
  const t = useTranslations('comun.lista')
  return (
    <div className="grid max-w-2xl gap-5">
      <Skeleton className="mb-6 h-8 w-48" />
      <ListSkeleton label={t('cargando')} rows={3} />
    </div>
  )
}
