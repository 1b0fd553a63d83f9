'use client'

import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'

/** What a button with this `popoverTarget` opens; a new page finds it closed. */
export function Popover({ id, label, children }: { id: string; label: string; children: ReactNode }) {
  return (
    <section
      key={usePathname()}
      id={id}
      popover="auto"
      aria-label={label}
      className="fixed inset-auto top-14 right-3 m-0 w-72 max-w-[calc(100vw-1.5rem)] rounded-xl border border-line bg-surface p-4 text-ink shadow-lg"
    >
      {children}
    </section>
  )
}
