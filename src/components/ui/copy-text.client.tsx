'use client'

import { Check, Copy, X } from 'lucide-react'
import { useState } from 'react'

interface CopyTextProps {
  text: string
  words: { readonly boton: string; readonly hecho: string; readonly fallo: string }
}

/** Copies a short text that stands beside it; where the browser does not let it, says so. */
export function CopyText({ text, words }: CopyTextProps) {
  const [state, setState] = useState<'boton' | 'hecho' | 'fallo'>('boton')
  const Icon = state === 'hecho' ? Check : state === 'fallo' ? X : Copy

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text)
      setState('hecho')
    } catch {
      setState('fallo')
    }
    setTimeout(() => setState('boton'), 3000)
  }

  return (
    <button
      type="button"
      onClick={() => void copy()}
      aria-label={words[state]}
      title={words[state]}
      className="grid size-6 place-items-center rounded text-muted noscript:hidden hover:bg-subtle hover:text-ink"
    >
      <Icon aria-hidden className="size-3.5" />
    </button>
  )
}
