import { COUNT_LIMIT } from '@projections/tickets/counts'
import type { TicketFilter } from '@projections/tickets/list'
import type { QuickCounts } from '@projections/tickets/quick-counts'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Flame, Hourglass, type Icon, UserRound, UserRoundX } from '@/components/ui/icons'
import type { Viewer } from '@/domain/viewer'
import { type QuickName, quickFilterOf, quickFilters } from './list-quick'
import { listUrl } from './list-url'

const ICONS: Readonly<Record<QuickName, Icon>> = {
  mios: UserRound,
  sinAsignar: UserRoundX,
  esperan: Hourglass,
  criticos: Flame,
}

interface QuickFiltersProps {
  filter: TicketFilter
  viewer: Viewer
  counts: QuickCounts
}

/** The lists that staff come for, with how many tickets are in each: links, so that each has its address. */
export function QuickFilters({ filter, viewer, counts }: QuickFiltersProps) {
  const t = useTranslations('tickets.lista')
  const current = quickFilterOf(filter, viewer)
  return (
    <nav aria-label={t('rapidos')} className="min-w-0">
      <ul className="flex flex-wrap gap-2">
        {quickFilters(viewer).map(({ nombre, filter: target }) => {
          const Icon = ICONS[nombre]
          const count = counts[nombre]
          return (
            <li key={nombre}>
              <Link
                href={listUrl(target)}
                prefetch={false}
                aria-current={nombre === current ? 'page' : undefined}
                className="inline-flex min-h-9 items-center gap-2 rounded-full border border-control bg-surface px-3 text-sm hover:bg-subtle aria-[current]:border-accent aria-[current]:bg-accent-soft aria-[current]:text-accent-ink"
              >
                <Icon className="size-4 shrink-0" />
                {t(`rapido.${nombre}`)}
                <span className="font-semibold tabular-nums">
                  {count >= COUNT_LIMIT ? t('tope', { tope: COUNT_LIMIT - 1 }) : count}
                </span>
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
