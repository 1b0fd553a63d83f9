import type { ReactNode } from 'react'
import { type Icon, Inbox } from '@/components/ui/icons'

interface EmptyStateProps {
  icon?: Icon
  title: string
  description?: string
  /** What to do about it: a link or a button. */
  children?: ReactNode
}

/** What a list shows when nothing is in it. */
export function EmptyState({ icon: Icon = Inbox, title, description, children }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-2 rounded-xl border border-dashed border-line px-6 py-14 text-center">
      <Icon className="size-8 text-muted" />
      <p className="mt-1 font-medium">{title}</p>
      {description !== undefined && <p className="max-w-sm text-sm text-muted">{description}</p>}
      {children !== undefined && <div className="mt-3">{children}</div>}
    </div>
  )
}
