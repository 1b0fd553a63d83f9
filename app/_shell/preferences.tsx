import { getLocale, getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { cn } from '@/components/ui/cn'
import { Monitor, Moon, Sun } from '@/components/ui/icons'
import { type PlainAction, PlainForm } from '@/components/ui/plain-form.client'
import { LOCALES } from '@/i18n/locales'
import { THEMES } from '@/i18n/themes'
import { setKeysAction, setLocaleAction, setThemeAction } from '../actions/session'
import { usesSingleKeys } from '../lib/single-keys'
import { getTheme } from '../lib/theme'

const ICONS = { light: Sun, dark: Moon, system: Monitor } as const

/**
 * Switches of language, theme and, where there are any, single keys: plain forms, so that they work before any script
 * does.
 */
export async function Preferences({ teclas = false }: { teclas?: boolean }) {
  const t = await getTranslations('comun.marco')
  const [locale, theme, activo] = await Promise.all([getLocale(), getTheme(), usesSingleKeys()])
  return (
    <div className="flex flex-wrap gap-x-6 gap-y-3">
      <Switch label={t('tema')} action={setThemeAction}>
        {THEMES.map((value) => {
          const Icon = ICONS[value]
          return (
            <Choice key={value} name="tema" value={value} chosen={value === theme}>
              <Icon className="size-3.5" />
              {t(`temas.${value}`)}
            </Choice>
          )
        })}
      </Switch>
      <Switch label={t('idioma')} action={setLocaleAction}>
        {LOCALES.map((value) => (
          <Choice key={value} name="idioma" value={value} lang={value} chosen={value === locale}>
            {t(`idiomas.${value}`)}
          </Choice>
        ))}
      </Switch>
      {teclas && (
        <Switch label={t('teclas')} action={setKeysAction}>
          {(['si', 'no'] as const).map((value) => (
            <Choice key={value} name="teclas" value={value} chosen={activo === (value === 'si')}>
              {t(`teclasValores.${value}`)}
            </Choice>
          ))}
        </Switch>
      )}
    </div>
  )
}

function Switch(props: { label: string; action: PlainAction; children: ReactNode }) {
  return (
    <PlainForm action={props.action}>
      <fieldset>
        <legend className="mb-1.5 text-xs font-medium text-muted">{props.label}</legend>
        <div className="inline-flex rounded-lg bg-subtle p-0.5">{props.children}</div>
      </fieldset>
    </PlainForm>
  )
}

interface ChoiceProps {
  name: string
  value: string
  chosen: boolean
  lang?: string
  children: ReactNode
}

function Choice({ chosen, ...props }: ChoiceProps) {
  return (
    <button
      type="submit"
      aria-pressed={chosen}
      {...props}
      className={cn(
        'inline-flex min-h-8 items-center gap-1.5 rounded-md px-2.5 text-xs font-medium',
        chosen ? 'bg-surface text-ink shadow-sm ring-1 ring-line' : 'text-muted hover:text-ink',
      )}
    />
  )
}
