'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState, useTransition } from 'react'
import { ticketUrl } from '@/components/tickets/ticket-url'

interface ScrubberProps {
  ticketId: number
  /** The version that the page shows, and those next to it that this viewer may see. */
  version: number
  anterior: number | null
  siguiente: number | null
  ultima: number
  label: string
  /** In the past a step takes the last one's place; the first one leaves the present to go back to. */
  past: boolean
}

// Long enough that a thumb drawn along the bar, or a key held down, asks for the last place only.
const SETTLE_MS = 250

/** A bar over the versions of a ticket; the address follows it. Without JavaScript the links beside it do. */
export function Scrubber({ ticketId, version, anterior, siguiente, ultima, label, past }: ScrubberProps) {
  const router = useRouter()
  const [drawn, setDrawn] = useState<number | null>(null)
  const [pending, startTransition] = useTransition()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const value = drawn ?? version

  function move(to: number): void {
    // A step into versions that this viewer may not see is a step over them.
    const stop =
      siguiente !== null && to > version && to < siguiente
        ? siguiente
        : anterior !== null && to < version && to > anterior
          ? anterior
          : to
    setDrawn(stop)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      startTransition(() => {
        const url = ticketUrl(ticketId, { version: stop })
        if (past) router.replace(url, { scroll: false })
        else router.push(url, { scroll: false })
        // Takes effect with the new page: until then the bar stays where it was put.
        setDrawn(null)
      })
    }, SETTLE_MS)
  }

  return (
    <input
      type="range"
      min={1}
      max={ultima}
      step={1}
      value={value}
      aria-label={label}
      aria-valuetext={`${value} / ${ultima}`}
      aria-busy={pending || drawn !== null || undefined}
      onChange={(event) => move(event.currentTarget.valueAsNumber)}
      className="h-8 w-full min-w-0 cursor-pointer accent-past aria-busy:opacity-70 noscript:hidden"
    />
  )
}
