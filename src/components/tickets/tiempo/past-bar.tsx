import type { Route } from 'next'
import { useTranslations } from 'next-intl'
import { ButtonLink } from '@/components/ui/button'
import { CopyLink } from '@/components/ui/copy.client'
import { CornerUpRight, History } from '@/components/ui/icons'

interface PastBarProps {
  /** What stood so, and when. */
  texto: string
  /** The version, where it is a ticket's. */
  detalle?: string | undefined
  /** The same page as it is now. */
  presente: Route
}

/** Says that the page shows the past, and leads out of it. It stays in sight, where there is room for it; the
 * page is tinted and framed however narrow it is. */
export function PastBar({ texto, detalle, presente }: PastBarProps) {
  const t = useTranslations('tiempo')
  const words = { boton: t('copiar.boton'), hecho: t('copiar.hecho'), fallo: t('copiar.fallo') }
  return (
    <section
      aria-label={t('pasado.aviso')}
      className="z-10 mb-6 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-xl bg-past px-4 py-3 text-on-past shadow-md md:sticky md:top-16"
    >
      <History className="size-5 shrink-0" />
      <div role="status" className="min-w-0 flex-1 basis-52">
        <p className="leading-snug font-semibold">
          {texto}
          {detalle !== undefined && <span className="font-normal"> ({detalle})</span>}
        </p>
        <p className="text-xs max-sm:sr-only">{t('pasado.aviso')}</p>
      </div>
      <div className="flex flex-wrap gap-2">
        <CopyLink words={words} />
        <ButtonLink href={presente} variant="secondary" size="sm">
          <CornerUpRight />
          {t('pasado.presente')}
        </ButtonLink>
      </div>
    </section>
  )
}
