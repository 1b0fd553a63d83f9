'use client'

import { useTranslations } from 'next-intl'
import { createContext, type ReactNode, use, useEffect, useRef, useState } from 'react'
import { WifiOff } from '@/components/ui/icons'
import { useToasts } from '@/components/ui/toasts.client'
import { Channel } from './channel'
import { followLive } from './connection'
import type { LiveNews } from './message'

interface Channels {
  readonly news: Channel<LiveNews>
  readonly presence: Channel<number>
}
/** A page that takes longer than this to be taken over is looked at by nobody any more. */
const REMEMBERS_MS = 15_000
// Who is there, each part of the page asks for itself when it comes.
const channels = (): Channels => ({ news: new Channel(REMEMBERS_MS), presence: new Channel(0) })
const Context = createContext(channels())

/** Calls `hear` with what happens to tickets, for as long as the component is there. */
export function useLive(hear: (news: LiveNews) => void): void {
  useListener(use(Context).news, hear)
}

/** Calls `hear` with each ticket that others came to or left, for as long as the component is there. */
export function useLivePresence(hear: (ticketId: number) => void): void {
  useListener(use(Context).presence, hear)
}

function useListener<T>(channel: Channel<T>, hear: (told: T) => void): void {
  const latest = useRef(hear)
  useEffect(() => {
    latest.current = hear
  })
  useEffect(() => channel.listen((told) => latest.current(told)), [channel])
}

// A stream that breaks off is mostly back before anybody needs to know.
const SAY_AFTER_MS = 4000

/** Keeps the pages inside it told of what happens, from the log's position that they were made at. */
export function Live({ desde, children }: { desde: number; children: ReactNode }) {
  const [told] = useState(channels)
  // Every refresh brings a later position: the stream that is open goes on from the first one.
  const [begun] = useState(desde)
  const [away, setAway] = useState(false)
  useSayAway(away)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = followLive(begun, {
      hear: (news) => told.news.tell(news),
      presence: (ticketId) => told.presence.tell(ticketId),
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
  }, [begun, told])
  return <Context value={told}>{children}</Context>
}

function useSayAway(away: boolean): void {
  const t = useTranslations('vivo')
  const toasts = useToasts()
  useEffect(() => {
    if (!away || toasts === null) return
    const texto = (
      <>
        <WifiOff className="size-4 shrink-0" />
        {t('sinConexion')}
      </>
    )
    toasts.say({ sobre: 'conexion', texto })
    return () => toasts.unsay('conexion')
  }, [away, toasts, t])
}
