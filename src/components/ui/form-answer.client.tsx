'use client'

import type { FormState } from '../form-state'
import { Alert } from './alert'
import { ConflictDialog } from './conflict-dialog.client'

interface FormAnswerProps {
  state: FormState
  quiet: boolean
  /** Leaves things as they are after a conflict. */
  onKeep: () => void
}

/** What a form's last answer has to say, above its fields. */
export function FormAnswer({ state, quiet, onKeep }: FormAnswerProps) {
  switch (state.estado) {
    case 'inicial':
      return null
    case 'aceptado':
      return quiet ? null : <Alert tone="success">{state.mensaje}</Alert>
    case 'conflicto':
      return <ConflictDialog key={state.actual} conflict={state} onKeep={onKeep} />
    case 'invalido':
    case 'rechazado':
      return <Alert tone="danger">{state.mensaje}</Alert>
  }
}
