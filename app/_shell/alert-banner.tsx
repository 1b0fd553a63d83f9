import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import type { SessionUser } from '@/auth/session'
import { TriangleAlert } from '@/components/ui/icons'
import { getRuntime } from '@/runtime'

/** Tells administrators on every page that some threshold's alert is active. */
export async function AlertBanner({ user }: { user: SessionUser }) {
  if (user.rol !== 'admin') return null
  const { monitor } = await getRuntime()
  const count = monitor.known?.umbrales.filter(({ activa }) => activa).length ?? 0
  if (count === 0) return null
  const t = await getTranslations('metricas')
  return (
    <div className="border-b border-line bg-danger-soft text-sm text-danger-ink print:hidden">
      <p className="mx-auto flex max-w-7xl items-center gap-2 px-4 py-2 sm:px-6">
        <TriangleAlert className="size-4 shrink-0" />
        {t('aviso', { count })}
        <Link href="/metricas" className="font-medium underline">
          {t('avisoVer')}
        </Link>
      </p>
    </div>
  )
}
