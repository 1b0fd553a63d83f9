'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useCallback, useEffect, useRef } from 'react'
import { useToasts } from '@/components/ui/toasts.client'
import { useLive } from './live.client'
import type { LiveNews } from './message'

/** So often at most: reading a page costs the server more than the change did. */
const REFRESH_EVERY_MS = 1000
const TOLD_FOR_MS = 8000
const TOLD = 'ticket'

/** Shows the list anew when anything happened that this person may see. */
export function LiveList() {
  const refresh = useRefresh()
  useLive(refresh)
  return null
}

interface LiveTicketProps {
  ticketId: number
  /** The version that the page shows. */
  version: number
  viewerId: number
}

/** Shows the ticket anew when something happened to it, and says who did it when it was somebody else. */
export function LiveTicket({ ticketId, version, viewerId }: LiveTicketProps) {
  const t = useTranslations('vivo')
  const refresh = useRefresh()
  const toasts = useToasts()
  useLive(({ todo, cambios }: LiveNews) => {
    const mine = cambios.filter((change) => change.ticketId === ticketId && change.version > version)
    if (todo || mine.length > 0) refresh()
    const other = mine.findLast(({ autorId }) => autorId !== viewerId)
    if (!other) return
    const enlace = { href: `#v${other.version}`, texto: t('ver') }
    toasts?.say({ sobre: TOLD, texto: t('cambio', { autor: other.autor }), enlace, dura: TOLD_FOR_MS })
  })
  // It leads to a place on this page.
  useEffect(() => () => toasts?.unsay(TOLD), [toasts])
  return null
}

/** Reads the page anew, not more than once a second, and not while nobody sees it. */
function useRefresh(): () => void {
  const router = useRouter()
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const last = useRef(0)
  const stale = useRef(false)
  const refresh = useCallback(() => {
    stale.current = document.hidden
    if (document.hidden || timer.current !== null) return
    const wait = Math.max(0, last.current + REFRESH_EVERY_MS - Date.now())
    timer.current = setTimeout(() => {
      timer.current = null
      last.current = Date.now()
      router.refresh()
    }, wait)
  }, [router])
  useEffect(() => {
    const seen = () => {
      if (!document.hidden && stale.current) refresh()
    }
    document.addEventListener('visibilitychange', seen)
    return () => {
      document.removeEventListener('visibilitychange', seen)
      if (timer.current !== null) clearTimeout(timer.current)
      timer.current = null
    }
  }, [refresh])
  return refresh
}
