import './globals.css'
import { GeistSans } from 'geist/font/sans'
import type { Metadata, Viewport } from 'next'
import { NextIntlClientProvider } from 'next-intl'
import { getLocale, getMessages, getTranslations } from 'next-intl/server'
import { commonMessages } from '@/i18n/client-messages'
import { getTheme } from './lib/theme'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('comun')
  const producto = t('producto')
  return {
    title: { template: `%s · ${producto}`, default: producto },
    description: t('lema'),
    robots: { index: false },
  }
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#181c1b' },
  ],
}

export default async function RootLayout({ children }: LayoutProps<'/'>) {
  const [locale, messages, theme] = await Promise.all([getLocale(), getMessages(), getTheme()])
  return (
    <html lang={locale} data-theme={theme === 'system' ? undefined : theme} className={GeistSans.variable}>
      <body className="font-sans">
        <NextIntlClientProvider messages={commonMessages(messages)}>{children}</NextIntlClientProvider>
      </body>
    </html>
  )
}
