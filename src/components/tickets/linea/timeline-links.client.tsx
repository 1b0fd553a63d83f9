'use client'

import { type MouseEvent, type ReactNode, useEffect, useState } from 'react'

interface TimelineLinksProps {
  words: { readonly hecho: string; readonly fallo: string }
  /** The first version shown, where there are earlier ones on another page. */
  primera: number | null
  children: ReactNode
}

/**
 * What the links of a timeline do beside leading to their entry: the address is copied, and a fold that the entry
 * lies in opens. One listener for all of them: nothing is added to the entries.
 */
export function TimelineLinks({ words, primera, children }: TimelineLinksProps) {
  const [said, say] = useState<string | null>(null)
  useEffect(() => {
    const onHash = () => reveal(primera)
    onHash()
    window.addEventListener('hashchange', onHash)
    return () => window.removeEventListener('hashchange', onHash)
  }, [primera])
  useEffect(() => {
    if (said === null) return
    const timer = setTimeout(say, 3000, null)
    return () => clearTimeout(timer)
  }, [said])
  async function copy(href: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(href)
      say(words.hecho)
    } catch {
      say(words.fallo)
    }
  }
  function onClick({ target }: MouseEvent): void {
    const link = target instanceof Element ? target.closest<HTMLAnchorElement>('a[data-enlace]') : null
    if (!link) return
    void copy(link.href)
    // Going where one is already is no change of the address.
    if (link.hash === window.location.hash) reveal(primera)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: the links within are what is pressed
    <div onClick={onClick}>
      {children}
      <div
        role="status"
        className="pointer-events-none fixed inset-x-0 bottom-20 z-30 flex justify-center px-4 md:bottom-4 print:hidden"
      >
        {said !== null && (
          <p className="rounded-full bg-ink px-4 py-2 text-sm text-canvas shadow-lg">{said}</p>
        )}
      </div>
    </div>
  )
}

/** How much of what came after an entry is shown with it, where it is on an earlier page. */
const AROUND = 25

/** Opens the fold around what the address leads to and brings it into sight; or goes to the page that it is on. */
function reveal(primera: number | null): void {
  const version = Number(/^#v(\d{1,15})$/.exec(window.location.hash)?.[1] ?? 0)
  if (version === 0) return
  const target = document.getElementById(`v${version}`)
  const fold = target?.closest<HTMLDetailsElement>('details[data-pliegue]')
  if (target && fold && !fold.open) {
    fold.open = true
    target.scrollIntoView({ block: 'center' })
  }
  const url = new URL(window.location.href)
  // Once only: what is not on that page either is not for this person.
  if (target || primera === null || version >= primera || url.searchParams.has('hasta')) return
  url.searchParams.set('hasta', String(version + AROUND))
  window.location.replace(url)
}
