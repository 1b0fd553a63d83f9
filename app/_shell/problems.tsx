import { useTranslations } from 'next-intl'
import { ButtonLink } from '@/components/ui/button'
import { Compass, ShieldX } from '@/components/ui/icons'
import { Problem } from './problem'

/** 404: there is no such page, or not for this reader. */
export function NotFoundProblem() {
  const t = useTranslations('comun')
  return (
    <Problem icon={Compass} title={t('noEncontrado.titulo')} text={t('noEncontrado.texto')}>
      <ButtonLink href="/tickets">{t('error.inicio')}</ButtonLink>
    </Problem>
  )
}

/** 403: this role may not. */
export function ForbiddenProblem() {
  const t = useTranslations('comun')
  return (
    <Problem icon={ShieldX} title={t('prohibido.titulo')} text={t('prohibido.texto')}>
      <ButtonLink href="/tickets">{t('error.inicio')}</ButtonLink>
    </Problem>
  )
}
