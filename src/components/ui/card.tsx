import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn'

/** A surface with a border. */
export function Card({ className, ...props }: ComponentProps<'div'>) {
  return <div {...props} className={cn('rounded-xl border border-line bg-surface p-5 sm:p-6', className)} />
}

interface SectionProps {
  /** Unique on the page: names the section for assistive technology. */
  id: string
  title: string
  description?: string
  children?: ReactNode
  className?: string
}

/** A card that is a section of the page, with a heading of level 2. */
export function CardSection({ id, title, description, children, className }: SectionProps) {
  return (
    <section
      aria-labelledby={id}
      className={cn('rounded-xl border border-line bg-surface p-5 sm:p-6', className)}
    >
      <h2 id={id} className="text-base font-semibold">
        {title}
      </h2>
      {description !== undefined && <p className="mt-1 text-sm text-muted">{description}</p>}
      {children !== undefined && <div className="mt-4">{children}</div>}
    </section>
  )
}
