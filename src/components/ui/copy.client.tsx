'use client'

import { useState } from 'react'
import { Check, Copy, Link2, X } from '@/components/ui/icons'
import { buttonClasses } from './button'
import { cn } from './cn'

interface CopyProps {
  words: { readonly boton: string; readonly hecho: string; readonly fallo: string }
}

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
    setTimeout(() => setState('boton'), 3000)
  }
  return { state, copy: (text: string) => void copy(text) }
}

/** Copies the address of the page; where the browser does not let it, says where the address is. */
export function CopyLink({ words, className }: CopyProps & { className?: string }) {
  const { state, copy } = useCopy()
  const Icon = state === 'hecho' ? Check : Link2
  return (
    <button
      type="button"
      onClick={() => copy(window.location.href)}
      className={cn(buttonClasses({ variant: 'secondary', size: 'sm' }), 'noscript:hidden', className)}
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

/** Copies a short text that stands beside it. */
export function CopyText({ text, words }: CopyProps & { text: string }) {
  const { state, copy } = useCopy()
  const Icon = state === 'hecho' ? Check : state === 'fallo' ? X : Copy
  return (
    <button
      type="button"
      onClick={() => copy(text)}
      aria-label={words[state]}
      title={words[state]}
      className="grid size-6 place-items-center rounded text-muted noscript:hidden hover:bg-subtle hover:text-ink"
    >
      <Icon className="size-3.5" />
    </button>
  )
}
