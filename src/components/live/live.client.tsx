'use client'

import { useTranslations } from 'next-intl'
import { createContext, type ReactNode, use, useEffect, useRef, useState } from 'react'
import { WifiOff } from '@/components/ui/icons'
import { followLive } from './connection'
import type { LiveNews } from './message'

type Hear = (news: LiveNews) => void
type HearPresence = (ticketId: number) => void

interface Listeners {
  readonly news: Set<Hear>
  readonly presence: Set<HearPresence>
}
const none = (): Listeners => ({ news: new Set(), presence: new Set() })
const Context = createContext(none())

/** Calls `hear` with what happens to tickets, for as long as the component is there. */
export function useLive(hear: Hear): void {
  useListener(use(Context).news, hear)
}

/** Calls `hear` with each ticket that others came to or left, for as long as the component is there. */
export function useLivePresence(hear: HearPresence): void {
  useListener(use(Context).presence, hear)
}

function useListener<T>(listeners: Set<(told: T) => void>, hear: (told: T) => void): void {
  const latest = useRef(hear)
  useEffect(() => {
    latest.current = hear
  })
  useEffect(() => {
    const listener = (told: T) => latest.current(told)
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }, [listeners])
}

// A stream that breaks off is mostly back before anybody needs to know.
const SAY_AFTER_MS = 4000

/** Keeps the pages inside it told of what happens, from the log's position that they were made at. */
export function Live({ desde, children }: { desde: number; children: ReactNode }) {
  const [listeners] = useState(none)
  // Every refresh brings a later position: the stream that is open goes on from the first one.
  const [begun] = useState(desde)
  const [away, setAway] = useState(false)
  const t = useTranslations('vivo')
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = followLive(begun, {
      hear: (news) => {
        for (const listener of listeners.news) listener(news)
      },
      presence(ticketId) {
        for (const listener of listeners.presence) listener(ticketId)
      },
      connected(connected) {
        // Every attempt that fails says so again: what counts is the first.
        if (!connected) timer ??= setTimeout(setAway, SAY_AFTER_MS, true)
        else {
          clearTimeout(timer)
          timer = undefined
          setAway(false)
        }
      },
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [begun, listeners])
  return (
    <Context value={listeners}>
      {children}
      <div
        role="status"
        className="pointer-events-none fixed inset-x-0 bottom-20 z-30 flex justify-center md:bottom-4"
      >
        {away && (
          <p className="flex items-center gap-2 rounded-full bg-ink px-4 py-2 text-sm text-canvas shadow-lg">
            <WifiOff className="size-4" />
            {t('sinConexion')}
          </p>
        )}
      </div>
    </Context>
  )
}
