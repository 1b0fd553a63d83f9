import type { ReactNode } from 'react'
import type { Icon } from '@/components/ui/icons'

/** A page that says what is wrong and what to do about it. */
export function Problem(props: { icon: Icon; title: string; text: string; children: ReactNode }) {
  const { icon: Icon, title, text, children } = props
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-3 px-4 py-20 text-center">
      <Icon className="size-10 text-muted" />
      <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
      <p className="text-muted">{text}</p>
      <div className="mt-3">{children}</div>
    </div>
  )
}
