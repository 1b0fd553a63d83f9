import type { Punto } from '@projections/linea_tiempo/as-of'
import type { TimelineItem } from '@projections/linea_tiempo/timeline'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { eventText, knownName } from '@/components/tickets/linea/event-text'
import { ticketUrl } from '@/components/tickets/ticket-url'
import { buttonClasses } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { ChevronLeft, ChevronRight, History } from '@/components/ui/icons'
import { Scrubber } from './scrubber.client'

interface TravelPanelProps {
  past: boolean
  summary: string
  className?: string
  children: ReactNode
}

/** What leads into the past and moves about in it: folded away in the present, open in the past. */
export function TravelPanel({ past, summary, className, children }: TravelPanelProps) {
  return (
    // The same elements in both states: the bar keeps the focus as the first step leaves the present.
    <details
      open={past}
      className={cn(
        'mb-6 rounded-xl open:border open:border-line open:bg-surface',
        'open:px-4 open:pt-2 open:pb-4 sm:open:px-5 sm:open:pb-5',
        className,
      )}
    >
      <summary className="inline-flex min-h-8 list-none items-center gap-1.5 rounded-lg text-sm font-medium text-past-ink hover:underline [&::-webkit-details-marker]:hidden">
        <History className="size-4" />
        {summary}
      </summary>
      <div className="mt-2 grid items-end gap-x-8 gap-y-5 lg:grid-cols-2">{children}</div>
    </details>
  )
}

interface VersionsProps {
  ticketId: number
  punto: Punto
  /** The version's own event, where it is at hand: what happened then. */
  evento: TimelineItem | null
  past: boolean
}

/** The versions of a ticket that this viewer may see: a bar over them all, and links to the next ones. */
export function Versions({ ticketId, punto, evento, past }: VersionsProps) {
  const t = useTranslations('tiempo.viaje')
  const { version, anterior, siguiente, ultima } = punto
  const step = { ticketId, past, version }
  if (ultima === 1) return <p className="self-center text-sm text-muted">{t('unica')}</p>
  return (
    <nav aria-label={t('versiones')} className="min-w-0">
      <p className="flex items-baseline gap-1.5 text-sm font-medium">
        {t('version')} <span className="text-lg leading-none tabular-nums">{version}</span>{' '}
        <span className="font-normal text-muted tabular-nums">{t('de', { ultima })}</span>
      </p>
      {evento && <Happened item={evento} />}
      <div className="mt-1.5 flex items-center gap-2">
        <Step {...step} to={anterior} label={t(anterior === null ? 'principio' : 'anterior')}>
          <ChevronLeft />
        </Step>
        <Scrubber {...punto} {...step} label={t('version')} />
        <Step {...step} to={siguiente} label={t(siguiente === null ? 'final' : 'siguiente')}>
          <ChevronRight />
        </Step>
      </div>
    </nav>
  )
}

/** What the shown version added, so that one sees what happens while going through them. */
function Happened({ item }: { item: TimelineItem }) {
  const t = useTranslations()
  return (
    <p className="mt-0.5 truncate text-sm text-muted">
      {knownName(item.autor, t)} {eventText(item, t).frase}
    </p>
  )
}

interface StepProps {
  ticketId: number
  past: boolean
  version: number
  /** Null at an end: then the link stays where it is, with the focus, and says so. */
  to: number | null
  label: string
  children: ReactNode
}

function Step({ ticketId, past, version, to, label, children }: StepProps) {
  return (
    <Link
      href={ticketUrl(ticketId, { version: to ?? version })}
      replace={past}
      scroll={false}
      prefetch={false}
      title={label}
      aria-disabled={to === null || undefined}
      className={cn(buttonClasses({ variant: 'secondary', size: 'icon' }), 'shrink-0')}
    >
      {children}
      <span className="sr-only">{label}</span>
    </Link>
  )
}
