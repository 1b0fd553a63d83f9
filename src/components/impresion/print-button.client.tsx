'use client'

import { Button } from '@/components/ui/button'
import { Printer } from '@/components/ui/icons'

/** Opens the browser's own printing; without scripts its menu does. */
export function PrintButton({ words }: { words: { readonly imprimir: string } }) {
  return (
    <Button size="sm" className="ml-auto noscript:hidden" onClick={() => window.print()}>
      <Printer />
      {words.imprimir}
    </Button>
  )
}
