'use client'

import { Check, Link2 } from 'lucide-react'
import { useState } from 'react'
import { buttonClasses } from './button'
import { cn } from './cn'

interface CopyLinkProps {
  words: { readonly boton: string; readonly hecho: string; readonly fallo: string }
  className?: string
}

/** Copies the address of the page; where the browser does not let it, says where the address is. */
export function CopyLink({ words, className }: CopyLinkProps) {
  const [state, setState] = useState<'boton' | 'hecho' | 'fallo'>('boton')
  const Icon = state === 'hecho' ? Check : Link2

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(window.location.href)
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
      className={cn(buttonClasses({ variant: 'secondary', size: 'sm' }), 'noscript:hidden', className)}
    >
      <Icon aria-hidden />
      <span aria-live="polite">{words[state]}</span>
    </button>
  )
}
