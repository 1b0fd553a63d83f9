'use client'

import type { ComponentProps, ReactNode } from 'react'
import { useActionForm } from '@/components/ui/action-form.client'
import { buttonClasses } from '@/components/ui/button'
import { SubmitButton } from '@/components/ui/submit-button.client'

export interface ConflictWords {
  readonly aplicar: string
  readonly conservar: string
}

interface SendButtonProps extends ComponentProps<typeof SubmitButton> {
  /** The page as it is now: where "keep theirs" goes. */
  pagina: string
  conflicto: ConflictWords
  children: ReactNode
}

/**
 * Sends the form around it. After a conflict it asks for a decision instead: the form then carries the version
 * that the answer named, so sending it again means it; the way back loads the page afresh.
 */
export function SendButton({ pagina, conflicto, children, ...props }: SendButtonProps) {
  const { state } = useActionForm()
  if (state.estado !== 'conflicto') return <SubmitButton {...props}>{children}</SubmitButton>
  return (
    <div className="flex flex-wrap gap-2">
      <SubmitButton {...props} variant="primary">
        {conflicto.aplicar}
      </SubmitButton>
      {/* Not a Link: only a new document forgets the draft and the answer. */}
      <a
        href={pagina}
        className={buttonClasses({ variant: 'secondary', ...(props.size && { size: props.size }) })}
      >
        {conflicto.conservar}
      </a>
    </div>
  )
}
