'use client'

import { useActionForm } from '@/components/ui/action-form.client'
import { cn } from '@/components/ui/cn'
import { Globe, Lock } from '@/components/ui/icons'
import type { Clase } from '@/domain/draft-copies'
import { useComposer } from './drafts.client'

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

/** Public reply or internal note: told apart by icon, colour and words. Each has a draft of its own. */
export function ModeChoice({ legend, choices, cerrado }: ModeChoiceProps) {
  return (
    <fieldset className={cn('min-w-0', cerrado && 'hidden has-[[value=on]:checked]:block')}>
      <legend className="sr-only">{legend}</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        <Radio clase="respuesta" value="" tecla="r" icon={Globe} choice={choices.publica} />
        <Radio clase="nota" value="on" tecla="n" icon={Lock} choice={choices.interna} />
      </div>
    </fieldset>
  )
}

interface RadioProps {
  clase: Clase
  value: string
  tecla: string
  icon: typeof Lock
  choice: Choice
}

function Radio({ clase, value, tecla, icon: Icon, choice }: RadioProps) {
  const { id: form } = useActionForm()
  const { clase: chosen, choose } = useComposer()
  const id = `${form}-${clase}`
  return (
    <div className="flex items-start gap-2.5 rounded-lg border border-control bg-surface p-3 has-checked:border-ink has-checked:ring-1 has-checked:ring-ink">
      <input
        type="radio"
        id={id}
        name="interno"
        value={value}
        checked={chosen === clase}
        onChange={() => choose(clase)}
        aria-describedby={`${id}-hint`}
        aria-keyshortcuts={tecla}
        data-tecla-foco={`${form}-comentario`}
        className="mt-1 size-4 shrink-0"
      />
      <div className="min-w-0 flex-1 text-sm">
        <label htmlFor={id} className="flex items-center gap-1.5 font-medium">
          <Icon className="size-4 shrink-0" />
          {choice.label}
        </label>
        <p id={`${id}-hint`} className="text-muted">
          {choice.hint}
        </p>
      </div>
    </div>
  )
}
