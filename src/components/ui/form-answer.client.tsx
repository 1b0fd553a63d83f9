'use client'

import type { FormState } from '../form-state'
import { Alert } from './alert'
import { type Again, ConflictDialog } from './conflict-dialog.client'

interface FormAnswerProps {
  state: FormState
  quiet: boolean
  /** What applying one's own after a conflict sends along. */
  again?: Again | undefined
  /** Leaves things as they are after a conflict. */
  onKeep: () => void
}

/** What a form's last answer has to say, above its fields. */
export function FormAnswer({ state, quiet, again, onKeep }: FormAnswerProps) {
  switch (state.estado) {
    case 'inicial':
      return null
    case 'aceptado':
      return quiet ? null : <Alert tone="success">{state.mensaje}</Alert>
    case 'conflicto':
      return <ConflictDialog key={state.actual} conflict={state} again={again} onKeep={onKeep} />
    case 'invalido':
    case 'rechazado':
      return <Alert tone="danger">{state.mensaje}</Alert>
  }
}
