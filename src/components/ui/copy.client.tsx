'use client'

import { useEffect, useState } from 'react'
import { Check, Copy, Link2, X } from '@/components/ui/icons'
import { buttonClasses } from './button'
import { cn } from './cn'
import { useToasts } from './toasts.client'

interface CopyProps {
  words: { readonly boton: string; readonly hecho: string; readonly fallo: string }
}

const TOLD_FOR_MS = 3000

/** What became of a copy, for some seconds; where the browser does not let it, that it failed. */
function useCopy() {
  const [state, setState] = useState<'boton' | 'hecho' | 'fallo'>('boton')
  async function copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text)
      setState('hecho')
    } catch {
      setState('fallo')
    }
    setTimeout(() => setState('boton'), TOLD_FOR_MS)
  }
  return { state, copy: (text: string) => void copy(text) }
}

/** Copies the address of the page; where the browser does not let it, says where the address is. */
export function CopyLink({ words }: CopyProps) {
  const { state, copy } = useCopy()
  const Icon = state === 'hecho' ? Check : Link2
  return (
    <button
      type="button"
      onClick={() => copy(window.location.href)}
      className={cn(buttonClasses({ variant: 'secondary', size: 'sm' }), 'noscript:hidden')}
    >
      <Icon />
      <span aria-live="polite">{words[state]}</span>
    </button>
  )
}

/** Copies a text that stands beside it, as a button that says so. */
export function CopyButton({ text, words }: CopyProps & { text: string }) {
  const { state, copy } = useCopy()
  const Icon = state === 'hecho' ? Check : Copy
  return (
    <button type="button" onClick={() => copy(text)} className={cn(buttonClasses(), 'noscript:hidden')}>
      <Icon />
      <span aria-live="polite">{words[state]}</span>
    </button>
  )
}

/** Copies a short text that stands beside it, and says so at the foot of the page. */
export function CopyText({ text, words }: CopyProps & { text: string }) {
  const { state, copy } = useCopy()
  const toasts = useToasts()
  useEffect(() => {
    if (state !== 'boton') toasts?.say({ sobre: 'copia', texto: words[state], dura: TOLD_FOR_MS })
  }, [state, words, toasts])
  const Icon = state === 'hecho' ? Check : state === 'fallo' ? X : Copy
  return (
    <button
      type="button"
      onClick={() => copy(text)}
      aria-label={words.boton}
      title={words.boton}
      className="grid size-6 place-items-center rounded text-muted noscript:hidden hover:bg-subtle hover:text-ink"
    >
      <Icon className="size-3.5" />
    </button>
  )
}
