import Link from 'next/link'
import type { ComponentProps } from 'react'
import { ArrowLeft } from '@/components/ui/icons'
import { ButtonLink } from './button'

type Href = ComponentProps<typeof Link>['href']

/** A small link to the page above. */
export function BackLink({ href, children }: { href: Href; children: string }) {
  return (
    <Link href={href} className="inline-flex items-center gap-1.5 text-sm text-muted hover:text-ink">
      <ArrowLeft className="size-4" />
      {children}
    </Link>
  )
}

interface PaginationProps {
  /** Names the navigation: "Pages of the list". */
  label: string
  /** The first page, where this isn't it. */
  first?: { href: Href; label: string } | undefined
  /** The next page, where there is one. */
  next?: { href: Href; label: string } | undefined
}

/** Keyset paging: back to the first page, on to the next. Nothing when there is only one. */
export function Pagination({ label, first, next }: PaginationProps) {
  if (!first && !next) return null
  return (
    <nav aria-label={label} className="mt-4 flex flex-wrap justify-between gap-2">
      {first ? (
        <ButtonLink variant="secondary" href={first.href}>
          {first.label}
        </ButtonLink>
      ) : (
        <span />
      )}
      {next && (
        <ButtonLink variant="secondary" href={next.href} rel="next">
          {next.label}
        </ButtonLink>
      )}
    </nav>
  )
}
