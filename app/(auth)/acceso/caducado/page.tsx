import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ButtonLink } from '@/components/ui/button'
import { AccessFrame } from '../frame'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('personas.caducado'))('titulo') }
}

/** The one end of every link that is not good: it says what to do, and nothing of any account. */
export default async function CaducadoPage() {
  const t = await getTranslations('personas.caducado')
  return (
    <AccessFrame titulo={t('titulo')} texto={t('texto')}>
      <ul className="mb-6 list-disc space-y-2 pl-5 text-sm">
        <li>{t('usado')}</li>
        <li>{t('otro')}</li>
        <li>{t('entero')}</li>
      </ul>
      <ButtonLink href="/login">{t('entrar')}</ButtonLink>
    </AccessFrame>
  )
}
