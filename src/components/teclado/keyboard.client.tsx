'use client'

import type { Route } from 'next'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { createContext, type ReactNode, startTransition, use, useEffect, useRef } from 'react'
import { leaveDrafts } from '@/components/tickets/compositor/draft-keeper'
import { useAttempt } from '@/components/ui/plain-form.client'
import { useToasts } from '@/components/ui/toasts.client'
import type { Command, PaletteActions } from './commands'
import { GO, KEYS, type KeyDeed, opensPalette, singleKey } from './keys'
import { isApple, isCovered, isTyping, pressKey } from './page'
import { RowCursor } from './rows'
import { useOverlay } from './use-overlay.client'

const Open = createContext<(what: 'ayuda' | 'paleta') => void>(() => undefined)

/** Opens the palette, or the help on keys. */
export const useOpen = () => use(Open)

interface KeyboardProps {
  /** False where this person turned single keys off; ⌘K stays. */
  activo: boolean
  comandos: readonly Command[]
  acciones: PaletteActions
  /** Where a ticket is opened; null for those who open none. */
  nuevo: Route | null
  children: ReactNode
}

const FAILED_FOR_MS = 8000

/** The keyboard of all pages inside it: single keys by the table in `keys`, and the palette. */
export function Keyboard({ activo, comandos, acciones, nuevo, children }: KeyboardProps) {
  const t = useTranslations('teclado')
  const router = useRouter()
  const toasts = useToasts()
  const attempt = useAttempt()
  const { shown, open, close } = useOverlay(nuevo, () =>
    toasts?.say({ sobre: 'teclado', texto: t('sinAbrir'), dura: FAILED_FOR_MS }),
  )
  const push = (href: Route) => {
    router.push(href)
    return true
  }
  const run = ({ hace }: Command) => {
    if ('href' in hace) return push(hace.href)
    const form = new FormData()
    form.set(hace.accion, hace.valor)
    startTransition(async () => {
      await attempt(async () => {
        if (hace.accion === 'salir') await leaveDrafts()
        await acciones[hace.accion](form)
      })
    })
    return true
  }
  const rows = useRef<RowCursor>(null)
  rows.current ??= new RowCursor()
  const cursor = rows.current
  const perform = (key: string, deed: KeyDeed): boolean => {
    if (deed.tipo === 'ayuda') return open('ayuda')
    if (deed.tipo === 'fila') return cursor.do(deed.que)
    if (pressKey(key)) return true
    if (deed.si_no === 'paleta') return open('paleta')
    return deed.si_no === 'nuevo' && nuevo !== null && push(nuevo)
  }
  useKeys({
    activo,
    palette: () => open('paleta'),
    go: (key) => comandos.some((command) => command.trasG === key && run(command)),
    single: (key) => KEYS.some(({ tecla, hace }) => tecla === key && perform(key, hace)),
  })
  return (
    <Open value={open}>
      {children}
      {shown?.({ comandos, run, press: pressKey, activo, close })}
    </Open>
  )
}

interface Deeds {
  readonly activo: boolean
  readonly palette: () => void
  /** The second key after `g`; like `single`, false where it means nothing here. */
  readonly go: (key: string) => boolean
  readonly single: (key: string) => boolean
}

const GO_WITHIN_MS = 1500

function useKeys(deeds: Deeds): void {
  const latest = useRef(deeds)
  useEffect(() => {
    latest.current = deeds
  })
  useEffect(() => {
    let goUntil = 0
    const hear = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return
      const { activo, palette, go, single } = latest.current
      const typing = isTyping(event.target)
      const key = singleKey(event)
      const going = event.timeStamp < goUntil
      goUntil = 0
      if (opensPalette(event, { apple: isApple(), typing })) {
        event.preventDefault()
        palette()
      } else if (typing) leaveField(event)
      else if (!activo || key === null || isCovered()) return
      else if (!going && key === GO) goUntil = event.timeStamp + GO_WITHIN_MS
      else if (going ? go(key) : single(key)) event.preventDefault()
    }
    document.addEventListener('keydown', hear)
    return () => document.removeEventListener('keydown', hear)
  }, [])
}

/** Escape leaves a field, unless it closes something around or below it first. */
function leaveField({ key, isComposing, target }: KeyboardEvent): void {
  if (key !== 'Escape' || isComposing || isCovered() || !(target instanceof HTMLElement)) return
  if (target.getAttribute('aria-expanded') !== 'true') target.blur()
}
