import type { ReactNode } from 'react'
import type { FormAction } from '@/components/form-state'
import type { TicketDesk } from '@/components/tickets/desk'
import { OptimisticForm } from './optimistic-form.client'
import type { Muestra } from './optimistic-patch'

interface CommandFormProps {
  desk: TicketDesk
  action: FormAction
  hidden?: Readonly<Record<string, string | number>>
  /** What the page shows as done while the form is on its way; nothing where it is not given. */
  muestra?: Muestra
  label?: string
  className?: string
  children: ReactNode
}

/** A form of one command on this ticket, with the version that the page shows. */
export function CommandForm({ desk, hidden, children, ...props }: CommandFormProps) {
  const { ticket, newId } = desk
  return (
    <OptimisticForm
      {...props}
      comandoId={newId()}
      version={ticket.version}
      hidden={{ ...hidden, ticketId: ticket.id }}
    >
      {children}
    </OptimisticForm>
  )
}
