'use client'

import { Globe, Lock } from 'lucide-react'
import { useActionForm } from '@/components/ui/action-form.client'
import { cn } from '@/components/ui/cn'

interface Choice {
  readonly label: string
  readonly hint: string
}

interface ModeChoiceProps {
  legend: string
  choices: { readonly publica: Choice; readonly interna: Choice }
  /** On a closed ticket there is a choice only for a note that was being written. */
  cerrado: boolean
}

/** Public reply or internal note: told apart by icon, colour and words, and by the draft after a refusal. */
export function ModeChoice({ legend, choices, cerrado }: ModeChoiceProps) {
  const { id, state } = useActionForm()
  const interno = 'valores' in state && state.valores.interno === 'on'
  return (
    // React resets radios to what they were mounted with: a new draft needs new ones.
    <fieldset
      key={String(interno)}
      className={cn('min-w-0', cerrado && 'hidden has-[[value=on]:checked]:block')}
    >
      <legend className="sr-only">{legend}</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        <Radio
          tecla="r"
          id={`${id}-publica`}
          value=""
          icon={Globe}
          choice={choices.publica}
          checked={!interno}
        />
        <Radio
          tecla="n"
          id={`${id}-interna`}
          value="on"
          icon={Lock}
          choice={choices.interna}
          checked={interno}
        />
      </div>
    </fieldset>
  )
}

interface RadioProps {
  tecla: string
  id: string
  value: string
  icon: typeof Lock
  choice: Choice
  checked: boolean
}

function Radio({ tecla, id, value, icon: Icon, choice, checked }: RadioProps) {
  return (
    <div className="flex items-start gap-2.5 rounded-lg border border-control bg-surface p-3 has-checked:border-ink has-checked:ring-1 has-checked:ring-ink">
      <input
        type="radio"
        aria-keyshortcuts={tecla}
        data-tecla-foco="responder"
        id={id}
        name="interno"
        value={value}
        defaultChecked={checked}
        aria-describedby={`${id}-hint`}
        className="mt-1 size-4 shrink-0"
      />
      <div className="min-w-0 flex-1 text-sm">
        <label htmlFor={id} className="flex items-center gap-1.5 font-medium">
          <Icon aria-hidden className="size-4 shrink-0" />
          {choice.label}
        </label>
        <p id={`${id}-hint`} className="text-muted">
          {choice.hint}
        </p>
      </div>
    </div>
  )
}
