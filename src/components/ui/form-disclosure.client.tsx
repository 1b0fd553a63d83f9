'use client'

import { type ReactNode, useLayoutEffect, useRef } from 'react'
import type { FormState } from '@/components/form-state'
import { useActionForm } from '@/components/ui/action-form.client'

interface FormDisclosureProps {
  /** What stands in the closed state. */
  resumen: ReactNode
  /** False when the ticket's state no longer allows it: then it shows only to give a draft back. */
  vigente: boolean
  /** The key that opens it, and brings one to its field `a`. */
  tecla?: string | undefined
  children: ReactNode
}

/** The fields of a form behind a summary: open while its answer asks for another try, closed after a success. */
export function FormDisclosure({ vigente, ...props }: FormDisclosureProps) {
  const { state } = useActionForm()
  return vigente || 'valores' in state ? <Fold {...props} /> : null
}

function Fold({ resumen, tecla, children }: Omit<FormDisclosureProps, 'vigente'>) {
  const { id, state } = useActionForm()
  const ref = useFold(state)
  return (
    <details ref={ref} open={'valores' in state} className="group">
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

/** Opens and closes it with each answer. It is never made anew: the focus stays in it, or beside it where it goes. */
function useFold(state: FormState) {
  const ref = useRef<HTMLDetailsElement>(null)
  const answered = useRef(state)
  useLayoutEffect(() => {
    const fold = ref.current
    if (fold === null || answered.current === state) return
    answered.current = state
    const within = fold.contains(document.activeElement)
    fold.open = 'valores' in state
    if (within && !fold.open) fold.querySelector('summary')?.focus()
  }, [state])
  useLayoutEffect(() => {
    const fold = ref.current
    return () => {
      const form = fold?.closest('form')
      if (!form || !fold?.contains(document.activeElement)) return
      form.tabIndex = -1
      form.focus({ preventScroll: true })
    }
  }, [])
  return ref
}
