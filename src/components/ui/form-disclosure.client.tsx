'use client'

import type { ReactNode } from 'react'
import { useActionForm } from '@/components/ui/action-form.client'
import { cn } from '@/components/ui/cn'

interface FormDisclosureProps {
  /** What stands in the closed state. */
  resumen: ReactNode
  /** False when the ticket's state no longer allows it: then it shows only to give a draft back. */
  vigente: boolean
  /** The key that opens it, and brings one to its field `a`. */
  tecla?: string | undefined
  className?: string
  children: ReactNode
}

/** The fields of a form behind a summary: open while its answer asks for another try, closed after a success. */
export function FormDisclosure({ resumen, vigente, tecla, className, children }: FormDisclosureProps) {
  const { id, state } = useActionForm()
  const pending = 'valores' in state
  if (!vigente && !pending) return null
  return (
    <details
      key={'comandoId' in state ? state.comandoId : ''}
      open={pending}
      className={cn('group', className)}
    >
      <summary
        aria-keyshortcuts={tecla}
        data-tecla-foco={tecla && `${id}-a`}
        className="inline-flex min-h-8 list-none items-center gap-1.5 rounded-lg text-sm font-medium text-accent-ink hover:underline [&::-webkit-details-marker]:hidden [&_svg]:size-4"
      >
        {resumen}
      </summary>
      <div className="mt-3 flex flex-col gap-4">{children}</div>
    </details>
  )
}
