'use client'

import { useTranslations } from 'next-intl'
import { useSyncExternalStore } from 'react'
import { Keyboard as KeyboardIcon, Search } from '@/components/ui/icons'
import { Button } from '../ui/button'
import { useOpen } from './keyboard.client'
import { isApple } from './page'

const never = () => () => undefined

/** Opens the palette: on a phone, the only way there. */
export function SearchButton() {
  const t = useTranslations('teclado')
  const open = useOpen()
  const apple = useSyncExternalStore(never, isApple, () => false)
  return (
    <button
      type="button"
      onClick={() => open('paleta')}
      aria-label={t('buscar')}
      aria-keyshortcuts="Control+K Meta+K"
      aria-haspopup="dialog"
      className="flex size-10 shrink-0 items-center justify-center gap-2 rounded-lg text-sm text-muted noscript:hidden hover:bg-subtle hover:text-ink lg:w-auto lg:border lg:border-line lg:px-3"
    >
      <Search className="size-5 lg:size-4" />
      <span aria-hidden className="max-lg:hidden">
        {t('buscar')}
      </span>
      <kbd aria-hidden className="font-sans text-xs max-lg:hidden">
        {apple ? '⌘ K' : 'Ctrl K'}
      </kbd>
    </button>
  )
}

/** Opens the list of keys, and closes the menu that it stands in. */
export function HelpButton() {
  const t = useTranslations('teclado')
  const open = useOpen()
  return (
    <Button
      variant="secondary"
      onClick={({ currentTarget }) => {
        currentTarget.closest<HTMLElement>('[popover]')?.hidePopover()
        open('ayuda')
      }}
      className="noscript:hidden"
    >
      <KeyboardIcon />
      {t('atajos')}
    </Button>
  )
}
