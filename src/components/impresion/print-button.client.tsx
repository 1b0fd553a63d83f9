'use client'

import { Printer } from 'lucide-react'
import { Button } from '@/components/ui/button'

/** Opens the browser's own printing; without scripts its menu does. */
export function PrintButton({ words }: { words: { readonly imprimir: string } }) {
  return (
    <Button size="sm" className="ml-auto noscript:hidden" onClick={() => window.print()}>
      <Printer aria-hidden />
      {words.imprimir}
    </Button>
  )
}
