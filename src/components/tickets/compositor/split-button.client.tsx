'use client'

import { type ReactNode, useEffect, useRef } from 'react'
import type { FormState } from '@/components/form-state'
import { useActionForm } from '@/components/ui/action-form.client'
import { buttonClasses } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { ChevronDown } from '@/components/ui/icons'
import { SubmitButton } from '@/components/ui/submit-button.client'
import { ByMode } from './by-mode'
import type { Destination } from './destinations'

const NOTE = cn(
  'group-has-[[name=interno][value=on]:checked]/composer:bg-warning-ink',
  'group-has-[[name=interno][value=on]:checked]/composer:text-warning-soft',
)

interface SplitButtonProps {
  label: ReactNode
  /** What opens the rest. */
  mas: string
  titulo: string
  destinos: readonly Destination[]
}

/** Where the ticket was to go with what was not taken; undefined where nowhere, or where it can't go any more. */
export function wantedOf(state: FormState, destinos: readonly Destination[]): Destination | undefined {
  const valores = 'valores' in state ? state.valores : {}
  return destinos.find(({ name, value }) => valores[name] === value)
}

/** Sends, or sends and moves the ticket. After a refusal or a conflict the main button repeats what was wanted. */
export function SplitButton({ label, mas, titulo, destinos }: SplitButtonProps) {
  const { state } = useActionForm()
  const wanted = wantedOf(state, destinos)
  // On the button alone: a hidden field would go along with every other destination.
  const main = wanted ? { name: wanted.name, value: wanted.value } : {}
  return (
    <div className="flex flex-wrap justify-end">
      <SubmitButton data-principal {...main} className={cn(NOTE, destinos.length > 0 && 'rounded-r-none')}>
        {wanted ? <DestinationLabel destino={wanted} /> : label}
      </SubmitButton>
      {destinos.length > 0 && <Menu mas={mas} titulo={titulo} destinos={destinos} />}
    </div>
  )
}

/** What the main button does not do; a plain disclosure, so that it opens without a script too. */
function Menu({ mas, titulo, destinos }: Omit<SplitButtonProps, 'label'>) {
  const ref = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    const close = () => ref.current?.removeAttribute('open')
    const outside = ({ target }: Event) => {
      if (target instanceof Node && !ref.current?.contains(target)) close()
    }
    const onEscape = ({ key }: KeyboardEvent) => {
      if (key !== 'Escape' || !ref.current?.open) return
      close()
      ref.current.querySelector('summary')?.focus()
    }
    document.addEventListener('pointerdown', outside)
    document.addEventListener('keydown', onEscape)
    return () => {
      document.removeEventListener('pointerdown', outside)
      document.removeEventListener('keydown', onEscape)
    }
  }, [])
  return (
    <details ref={ref} className="relative">
      <summary
        aria-label={mas}
        title={mas}
        className={cn(
          buttonClasses(),
          NOTE,
          'list-none rounded-l-none border-l border-surface/40 px-2 [&::-webkit-details-marker]:hidden',
        )}
      >
        <ChevronDown />
      </summary>
      <div className="absolute right-0 bottom-full z-20 mb-1 flex w-72 max-w-[calc(100vw-4rem)] flex-col rounded-xl border border-line bg-surface p-1.5 shadow-lg">
        <p className="px-2.5 py-1.5 text-xs font-medium text-muted">{titulo}</p>
        {destinos.map((destino) => (
          <SubmitButton
            key={destino.name + destino.value}
            name={destino.name}
            value={destino.value}
            variant="ghost"
            size="sm"
            onClick={() => ref.current?.removeAttribute('open')}
            className={cn(
              'justify-start py-1.5 text-left',
              destino.interna === null && 'group-has-[[name=interno][value=on]:checked]/composer:hidden',
            )}
          >
            <DestinationLabel destino={destino} />
          </SubmitButton>
        ))}
      </div>
    </details>
  )
}

function DestinationLabel({ destino: { publica, interna } }: { destino: Destination }) {
  return interna === null ? publica : <ByMode publica={publica} interna={interna} />
}
