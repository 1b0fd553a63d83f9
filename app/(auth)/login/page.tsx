import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { ActionForm } from '@/components/ui/action-form.client'
import { Card } from '@/components/ui/card'
import { TextField } from '@/components/ui/fields.client'
import { SubmitButton } from '@/components/ui/submit-button.client'
import { getRuntime } from '@/runtime'
import { Brand } from '../../_shell/brand'
import { Preferences } from '../../_shell/preferences'
import { loginAction } from '../../actions/session'
import { localPath } from '../../lib/local-path'
import { getSessionUser } from '../../lib/session'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('sesion'))('titulo') }
}

export default async function LoginPage({ searchParams }: PageProps<'/login'>) {
  const { volver } = await searchParams
  const target = localPath(typeof volver === 'string' ? volver : '') ?? '/tickets'
  if (await getSessionUser()) redirect(target)
  const { newId } = await getRuntime()
  const t = await getTranslations('sesion')
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-8 px-4 py-10">
      <div className="text-lg">
        <Brand />
      </div>
      <Card className="sm:p-8">
        <h1 className="text-xl font-semibold tracking-tight">{t('bienvenida')}</h1>
        <p className="mt-1 mb-6 text-sm text-muted">{t('texto')}</p>
        <ActionForm action={loginAction} comandoId={newId()} hidden={{ volver: target }}>
          <TextField
            name="email"
            type="email"
            label={t('email')}
            autoComplete="username"
            spellCheck={false}
          />
          <TextField
            name="contrasena"
            type="password"
            label={t('contrasena')}
            autoComplete="current-password"
          />
          <SubmitButton>{t('entrar')}</SubmitButton>
        </ActionForm>
        <p className="mt-6 text-sm text-muted">{t('ayuda')}</p>
      </Card>
      <Preferences />
    </main>
  )
}
