'use client'

import { ActionForm, type ActionFormProps } from '@/components/ui/action-form.client'
import { useStage } from './optimistic.client'
import { type Muestra, patchOf } from './optimistic-patch'

interface OptimisticFormProps extends Omit<ActionFormProps, 'onSend'> {
  muestra?: Muestra | undefined
}

/** A form of the ticket's page, of which the page shows at once what will come of it. */
export function OptimisticForm({ muestra, ...props }: OptimisticFormProps) {
  const { show } = useStage()
  return <ActionForm {...props} onSend={muestra && ((form) => show(patchOf(muestra, form)))} />
}
