'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { Bell } from '@/components/ui/icons'

interface Counted {
  readonly sinLeer: number
}

const MOST_SHOWN = 99

/** The bell: its count is the shell's until another page is opened, and asked again then. A change is read out. */
export function BellLink({ counted }: { counted: Counted }) {
  const t = useTranslations('notificaciones.campana')
  const { sinLeer, changed } = useUnread(counted)
  const label = sinLeer > MOST_SHOWN ? t('muchas', { count: MOST_SHOWN }) : t('sinLeer', { count: sinLeer })
  return (
    <>
      <Link
        href="/notificaciones"
        prefetch={false}
        aria-label={label}
        title={label}
        className="relative grid size-10 shrink-0 place-items-center rounded-lg text-muted hover:bg-subtle hover:text-ink"
      >
        <Bell className="size-5" />
        {sinLeer > 0 && (
          <span
            aria-hidden
            className="absolute top-0.5 right-0 min-w-4.5 rounded-full bg-accent px-1 text-center text-[0.6875rem] leading-4.5 font-semibold text-on-accent tabular-nums"
          >
            {sinLeer > MOST_SHOWN ? `${MOST_SHOWN}+` : sinLeer}
          </span>
        )}
      </Link>
      <span role="status" className="sr-only">
        {changed ? label : ''}
      </span>
    </>
  )
}

/** The newest count that is known, and whether it is another than the page came with. */
function useUnread(counted: Counted): Counted & { readonly changed: boolean } {
  const pathname = usePathname()
  const [known, setKnown] = useState({ from: counted, sinLeer: counted.sinLeer, changed: false })
  // The shell was rendered anew: its count is newer than what was asked for.
  if (known.from !== counted) {
    const { sinLeer } = counted
    setKnown({ from: counted, sinLeer, changed: known.changed || sinLeer !== known.sinLeer })
  }
  const shown = useRef(pathname)
  useEffect(() => {
    if (shown.current === pathname) return
    shown.current = pathname
    const leaving = new AbortController()
    void askUnread(leaving.signal).then((sinLeer) => {
      if (sinLeer === null || leaving.signal.aborted) return
      setKnown((last) => ({ ...last, sinLeer, changed: last.changed || sinLeer !== last.sinLeer }))
    })
    return () => leaving.abort()
  }, [pathname])
  return known
}

/** Null where it can't be had: the last count stands. */
async function askUnread(signal: AbortSignal): Promise<number | null> {
  try {
    const response = await fetch('/api/notificaciones', { signal })
    if (!response.ok) return null
    const body: unknown = await response.json()
    const found = typeof body === 'object' && body !== null && 'sinLeer' in body ? body.sinLeer : null
    return typeof found === 'number' ? found : null
  } catch {
    return null
  }
}
