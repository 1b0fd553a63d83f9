'use client'

import { useTranslations } from 'next-intl'
import {
  type ReactNode,
  type SubmitEvent,
  startTransition,
  useActionState,
  useEffect,
  useRef,
  useState,
} from 'react'
import { Alert } from '@/components/ui/alert'
import { BulkOutcome, useSummary } from './bulk-outcome.client'
import { useResilientBulk } from './bulk-resilient'
import { BULK_INITIAL, type BulkFormAction } from './bulk-state'
import { useSelection } from './use-selection'

interface BulkDeskProps {
  action: BulkFormAction
  /** Of the next change: made on the server; later ones come from the answers. */
  lote: string
  /** This list, to come back to where no scripts run. */
  pagina: string
  /** The form's id, that the checkboxes of the list name. */
  formId: string
  label: string
  /** What can be done. */
  barra: ReactNode
  /** The list. */
  children: ReactNode
}

/** A list whose rows can be chosen, with what is done to the chosen ones below and what became of it above. */
export function BulkDesk({ action, lote, pagina, formId, label, barra, children }: BulkDeskProps) {
  const t = useTranslations('masivas.cliente')
  const root = useRef<HTMLDivElement>(null)
  const { count, formData } = useSelection(root)
  const [state, send, pending] = useActionState(useResilientBulk(action), BULK_INITIAL)
  const [dismissed, dismiss] = useState(BULK_INITIAL)
  useAfterAnswer(root, formId, state)
  const shown = state !== dismissed
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    // Sent by hand: React would reset the form, and the choice with it, before anybody knows the answer.
    event.preventDefault()
    const data = formData(event.currentTarget, event.nativeEvent.submitter)
    if (!pending) startTransition(() => send(data))
  }
  const summary = useSummary(state)
  const chosen = useTold(count) ? t('elegidos', { cuantos: count }) : ''
  return (
    <div ref={root} tabIndex={-1} className="group/masivas flex flex-col gap-4 outline-none">
      <p role="status" className="sr-only">
        {pending ? t('enCurso') : count === 0 && shown && summary !== '' ? summary : chosen}
      </p>
      {state.estado === 'error' && shown && <Alert tone="danger">{state.mensaje}</Alert>}
      {state.estado === 'respondido' && shown && (
        <BulkOutcome
          state={state}
          send={send}
          pending={pending}
          pagina={pagina}
          onDismiss={() => {
            dismiss(state)
            root.current?.focus()
          }}
        />
      )}
      {children}
      <form
        id={formId}
        action={send}
        onSubmit={submit}
        aria-label={label}
        aria-busy={pending}
        className="sticky bottom-[calc(4.25rem+env(safe-area-inset-bottom))] z-20 hidden group-has-[[name=seleccion]:checked]/masivas:block md:bottom-4"
      >
        <input type="hidden" name="lote" value={state.estado === 'inicial' ? lote : state.lote} />
        <div className="relative grid grid-cols-2 gap-2 rounded-xl border border-control bg-surface p-2 shadow-lg sm:flex sm:flex-wrap sm:items-center">
          {count > 0 && (
            <p aria-hidden className="px-2 text-sm font-medium max-sm:row-start-1 max-sm:self-center">
              {pending ? t('enCurso') : t('elegidos', { cuantos: count })}
            </p>
          )}
          {barra}
        </div>
      </form>
    </div>
  )
}

/** Nothing is said of a choice before there was one. */
function useTold(count: number): boolean {
  const [told, tell] = useState(false)
  if (count > 0 && !told) tell(true)
  return told
}

/** An answer ends the choice that it was the answer to; a refusal of the whole leaves it. */
function useAfterAnswer(
  root: React.RefObject<HTMLElement | null>,
  formId: string,
  state: { readonly estado: string },
) {
  useEffect(() => {
    const form = root.current?.querySelector<HTMLFormElement>(`#${formId}`)
    if (!form || state.estado === 'inicial') return
    for (const details of form.querySelectorAll('details')) details.open = false
    if (state.estado === 'respondido') form.reset()
  }, [root, formId, state])
}
