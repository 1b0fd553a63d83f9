'use client'

import type { Route } from 'next'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'

/** A link of the main navigation: marked while its page, or one below it, is open. */
export function NavLink({ href, children }: { href: Route; children: ReactNode }) {
  const pathname = usePathname()
  const open = pathname === href || pathname.startsWith(`${href}/`)
  return (
    <Link
      href={href}
      aria-current={open ? 'page' : undefined}
      className="flex min-w-0 flex-1 flex-col items-center justify-center gap-0.5 rounded-lg px-0.5 py-2 text-xs font-medium text-muted hover:text-ink aria-[current]:text-accent-ink md:flex-none md:flex-row md:gap-2 md:px-3 md:text-sm md:hover:bg-subtle md:aria-[current]:bg-accent-soft"
    >
      {children}
    </Link>
  )
}
