import type { ReactNode } from 'react'
import { CircleAlert, CircleCheck, Info, TriangleAlert } from '@/components/ui/icons'
import { cn } from './cn'

const TONES = {
  info: { icon: Info, look: 'bg-info-soft text-info-ink' },
  success: { icon: CircleCheck, look: 'bg-success-soft text-success-ink' },
  warning: { icon: TriangleAlert, look: 'bg-warning-soft text-warning-ink' },
  danger: { icon: CircleAlert, look: 'bg-danger-soft text-danger-ink' },
} as const

interface AlertProps {
  tone?: keyof typeof TONES
  title?: string
  children?: ReactNode
}

/** A message that is read out when it appears: at once for errors and warnings, politely otherwise. */
export function Alert({ tone = 'info', title, children }: AlertProps) {
  const { icon: Icon, look } = TONES[tone]
  return (
    <div
      role={tone === 'danger' || tone === 'warning' ? 'alert' : 'status'}
      className={cn('flex gap-2.5 rounded-lg px-4 py-3 text-sm', look)}
    >
      <Icon className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1 space-y-1">
        {title !== undefined && <p className="font-semibold">{title}</p>}
        {children}
      </div>
    </div>
  )
}
