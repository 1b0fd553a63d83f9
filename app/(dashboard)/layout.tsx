import Link from 'next/link'
import { NextIntlClientProvider } from 'next-intl'
import { getMessages, getTranslations } from 'next-intl/server'
import { Live } from '@/components/live/live.client'
import { SearchButton } from '@/components/teclado/buttons.client'
import { ToastRegion } from '@/components/ui/toasts.client'
import { deskMessages } from '@/i18n/client-messages'
import { AlertBanner } from '../_shell/alert-banner'
import { Bell } from '../_shell/bell'
import { Brand } from '../_shell/brand'
import { Nav } from '../_shell/nav'
import { Shortcuts } from '../_shell/shortcuts'
import { UserMenu } from '../_shell/user-menu'
import { pagePosition, requireUser } from '../lib/session'

export default async function DashboardLayout({ children }: LayoutProps<'/'>) {
  const [user, t, messages, desde] = await Promise.all([
    requireUser(),
    getTranslations('comun.marco'),
    getMessages(),
    pagePosition(),
  ])
  return (
    <NextIntlClientProvider messages={deskMessages(messages, user.rol)}>
      <ToastRegion>
        <Live desde={desde}>
          <Shortcuts user={user}>
            <a
              href="#contenido"
              className="absolute top-2 left-2 z-30 -translate-y-20 rounded-lg bg-accent px-4 py-2 text-sm font-medium text-on-accent focus:translate-y-0"
            >
              {t('saltar')}
            </a>
            <header className="print:hidden border-b border-line bg-surface md:sticky md:top-0 md:z-20">
              <div className="mx-auto flex min-h-14 max-w-7xl items-center gap-6 px-4 sm:px-6">
                <Link href="/tickets" className="inline-flex rounded-lg">
                  <Brand />
                </Link>
                <Nav rol={user.rol} />
                <div className="ml-auto flex min-w-0 items-center gap-1">
                  <SearchButton />
                  <Bell user={user} />
                  <UserMenu user={user} />
                </div>
              </div>
            </header>
            <AlertBanner user={user} />
            <main
              id="contenido"
              tabIndex={-1}
              className="mx-auto max-w-7xl px-4 pt-6 pb-28 sm:px-6 md:pt-8 md:pb-16"
            >
              {children}
            </main>
          </Shortcuts>
        </Live>
      </ToastRegion>
    </NextIntlClientProvider>
  )
}
