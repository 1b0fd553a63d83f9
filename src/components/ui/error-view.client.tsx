'use client'

import { useTranslations } from 'next-intl'
import { TriangleAlert } from '@/components/ui/icons'
import { Button } from './button'

interface ErrorViewProps {
  error: unknown
  retry: () => void
  /** What could not be shown: the message that says so. */
  texto?: 'texto' | 'textoLista'
}

/** What an error boundary shows: the code under which the server's log has it, and a way to try again. */
export function ErrorView({ error, retry, texto = 'texto' }: ErrorViewProps) {
  const t = useTranslations('comun.error')
  const codigo = error instanceof Error && 'digest' in error ? String(error.digest) : ''
  return (
    <div role="alert" className="mx-auto flex max-w-md flex-col items-center gap-3 px-4 py-20 text-center">
      <TriangleAlert className="size-10 text-danger" />
      <h1 className="text-xl font-semibold tracking-tight">{t('titulo')}</h1>
      <p className="text-muted">{t(texto)}</p>
      {codigo !== '' && <p className="font-mono text-sm text-muted">{t('codigo', { codigo })}</p>}
      <Button className="mt-3" onClick={retry}>
        {t('reintentar')}
      </Button>
    </div>
  )
}
