'use client'

import type { KeyboardEvent, ReactNode } from 'react'
import { useStage } from '@/components/tickets/ficha/optimistic.client'
import { patchOf } from '@/components/tickets/ficha/optimistic-patch'
import { type ActionFormProps, AnsweredForm, useAnswer } from '@/components/ui/action-form.client'
import type { Destination } from './destinations'
import { DraftsProvider, type KeptDrafts, useDrafts } from './drafts.client'
import { wantedOf } from './split-button.client'

interface ComposerFormProps extends Omit<ActionFormProps, 'onSend' | 'children'> {
  cuenta: number
  ticketId: number
  borradores: KeptDrafts
  destinos: readonly Destination[]
  children: ReactNode
}

/** The composer's form: what is written in it is kept until it was taken, and shown as sent meanwhile. */
export function ComposerForm({
  action,
  cuenta,
  ticketId,
  borradores,
  destinos,
  children,
  ...props
}: ComposerFormProps) {
  const { show } = useStage()
  const answer = useAnswer(action, (form) => show(patchOf('respuesta', form)))
  const drafts = useDrafts({ cuenta, ticketId, guardados: borradores, answer: answer[0] })
  return (
    <AnsweredForm
      {...props}
      answer={answer}
      again={wantedOf(answer[0], destinos)}
      className="mt-4 gap-4"
      onSubmit={(event) => {
        if (!drafts.submit()) event.preventDefault()
      }}
      // React empties a form that was sent; this one holds what was typed since.
      onReset={(event) => event.preventDefault()}
    >
      <input type="hidden" name="borrador" value={drafts.caja.fecha} />
      <DraftsProvider value={drafts}>{children}</DraftsProvider>
    </AnsweredForm>
  )
}

/** Sends the form around by Ctrl or ⌘ and Enter, as its main button does. */
export function sendByKeys(event: KeyboardEvent<HTMLTextAreaElement>): void {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
  event.preventDefault()
  const { form } = event.currentTarget
  form?.requestSubmit(form.querySelector<HTMLButtonElement>('button[data-principal]'))
}
