import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { FormAction } from '@/components/form-state'
import { ActionForm } from '@/components/ui/action-form.client'
import type { Button } from '@/components/ui/button'
import type { TicketDesk } from './desk'
import { SendButton } from './send-button.client'

interface CommandFormProps {
  desk: TicketDesk
  action: FormAction
  hidden?: Readonly<Record<string, string | number>>
  label?: string
  className?: string
  children: ReactNode
}

/** A form of one command on this ticket, with the version that the page shows. */
export function CommandForm({ desk, hidden, children, ...props }: CommandFormProps) {
  const { ticket, newId } = desk
  return (
    <ActionForm
      {...props}
      comandoId={newId()}
      version={ticket.version}
      hidden={{ ...hidden, ticketId: ticket.id }}
    >
      {children}
    </ActionForm>
  )
}

interface SendProps extends Pick<Parameters<typeof Button>[0], 'variant' | 'size' | 'className'> {
  desk: TicketDesk
  children: ReactNode
}

/** The button of a `CommandForm`; after a conflict, the choice between mine and theirs. */
export function Send({ desk, ...props }: SendProps) {
  const t = useTranslations('tickets.conflicto')
  const words = { aplicar: t('aplicar'), conservar: t('conservar') }
  return <SendButton {...props} pagina={`/tickets/${desk.ticket.id}`} conflicto={words} />
}
