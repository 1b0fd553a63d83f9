'use client'

import type { ReactNode } from 'react'
import { leaveDrafts } from '@/components/tickets/compositor/draft-keeper'
import { type PlainAction, PlainForm } from '@/components/ui/plain-form.client'

/** Logs out; what the person was writing goes with them, out of this browser. */
export function LogoutForm({ action, children }: { action: PlainAction; children: ReactNode }) {
  return (
    <PlainForm action={action} before={leaveDrafts}>
      {children}
    </PlainForm>
  )
}
