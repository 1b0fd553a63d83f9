'use client'

import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type ReactNode, type RefObject, useId, useLayoutEffect, useRef } from 'react'
import { GitCompareArrows } from '@/components/ui/icons'
import type { FormState } from '../form-state'
import { buttonClasses } from './button'
import { ConflictLine } from './conflict-line'
import { SubmitButton } from './submit-button.client'

type Conflict = Extract<FormState, { estado: 'conflicto' }>

/** What a button of the form sends by being pressed. */
export interface Again {
  readonly name: string
  readonly value: string
}

interface ChoiceProps {
  again?: Again | undefined
  onKeep: () => void
}

/**
 * What happened since the person looked, beside what they wanted, and the choice between the two. It belongs to the form
 * around: applying sends that form again. Without a script it stands above the form's fields.
 */
export function ConflictDialog({ conflict, ...choice }: ChoiceProps & { conflict: Conflict }) {
  const t = useTranslations('comun.conflicto')
  const id = useId()
  const ref = useRef<HTMLDialogElement>(null)
  useModal(ref)
  return (
    <dialog
      ref={ref}
      open
      role="alertdialog"
      aria-labelledby={`${id}-titulo`}
      aria-describedby={`${id}-cambios`}
      // Who closes it by Escape has decided nothing: it goes on standing in the form.
      onClose={({ currentTarget }) => {
        if (!currentTarget.open) currentTarget.show()
      }}
      className="conflict w-full rounded-xl border border-line bg-surface p-5 text-ink shadow-lg"
    >
      <p id={`${id}-titulo`} className="flex items-start gap-2 font-semibold">
        <GitCompareArrows className="mt-0.5 size-5 shrink-0 text-warning-ink" />
        {conflict.mensaje}
      </p>
      <div className="mt-4 grid gap-4 sm:grid-cols-2">
        <Side id={`${id}-cambios`} title={t('suyo')}>
          {conflict.eventos.length === 0 && <p className="text-sm">{t('sinDetalle')}</p>}
          <ul className="flex flex-col gap-3">
            {conflict.eventos.map((change) => (
              <ConflictLine key={change.version} change={change} />
            ))}
          </ul>
        </Side>
        {conflict.propio.length > 0 && (
          <Side id={`${id}-propio`} title={t('mio')}>
            <dl className="flex flex-col gap-2 text-sm">
              {conflict.propio.map(({ campo, valor }) => (
                <div key={campo}>
                  <dt className="text-xs text-muted">{campo}</dt>
                  <dd className="font-medium wrap-anywhere">{valor}</dd>
                </div>
              ))}
            </dl>
          </Side>
        )}
      </div>
      <p className="mt-4 text-sm text-muted">{t('ayuda')}</p>
      <Choice {...choice} />
    </dialog>
  )
}

function Side({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <div id={id} className="min-w-0 rounded-lg bg-subtle p-4">
      <p className="mb-2 text-xs font-semibold text-muted uppercase">{title}</p>
      {children}
    </div>
  )
}

function Choice({ again, onKeep }: ChoiceProps) {
  const t = useTranslations('comun.conflicto')
  const page = usePathname()
  return (
    <div className="mt-4 flex flex-wrap justify-end gap-2">
      {/* Not a Link: without a script only a new document forgets the answer. */}
      <a
        href={page}
        onClick={(event) => {
          event.preventDefault()
          onKeep()
        }}
        className={buttonClasses({ variant: 'secondary' })}
      >
        {t('conservar')}
      </a>
      <SubmitButton name={again?.name} value={again?.value}>
        {t('aplicar')}
      </SubmitButton>
    </div>
  )
}

const FIELDS = 'textarea, select, input:not([type=hidden]), summary, button'

/** Opens the dialog above the page, and gives the focus back to where it was, or to the form that it came from. */
function useModal(ref: RefObject<HTMLDialogElement | null>): void {
  useLayoutEffect(() => {
    const dialog = ref.current
    const before = document.activeElement
    dialog?.close()
    dialog?.showModal()
    return () => {
      if (dialog?.open) dialog.close()
      if (before instanceof HTMLElement && before !== document.body) before.focus()
      if (document.activeElement !== before || before === document.body) firstField(dialog)?.focus()
    }
  }, [ref])
}

/** What can be focused in the form around, outside of the dialog that is about to go. */
function firstField(dialog: HTMLDialogElement | null): HTMLElement | undefined {
  const fields = dialog?.closest('form')?.querySelectorAll<HTMLElement>(FIELDS) ?? []
  return [...fields].find((field) => !dialog?.contains(field) && field.getClientRects().length > 0)
}
