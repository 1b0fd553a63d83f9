'use client'

import { type MouseEvent, type ReactNode, useEffect } from 'react'
import { useToasts } from '@/components/ui/toasts.client'

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
  const toasts = useToasts()
  const say = (texto: string) => toasts?.say({ sobre: 'copia', texto, dura: 3000 })
  useEffect(() => {
    const onHash = () => reveal(primera)
    onHash()
    window.addEventListener('hashchange', onHash)
    return () => window.removeEventListener('hashchange', onHash)
  }, [primera])
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
    <div onClick={onClick}>{children}</div>
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
