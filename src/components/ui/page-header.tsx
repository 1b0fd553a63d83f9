import type { ReactNode } from 'react'

interface PageHeaderProps {
  title: ReactNode
  description?: ReactNode
  /** Stands above the title: a link back. */
  back?: ReactNode
  /** Buttons at the end of the row. */
  children?: ReactNode
}

/** The page's one heading of level 1, with its actions. */
export function PageHeader({ title, description, back, children }: PageHeaderProps) {
  return (
    <header className="mb-6">
      {back !== undefined && <div className="mb-2">{back}</div>}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
          {description !== undefined && <div className="mt-1 text-sm text-muted">{description}</div>}
        </div>
        {children !== undefined && <div className="flex flex-wrap gap-2">{children}</div>}
      </div>
    </header>
  )
}
