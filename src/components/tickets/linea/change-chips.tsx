import type { ReactNode } from 'react'
import { Badge } from '@/components/ui/badge'
import { ESTADO_LOOKS, PRIORIDAD_LOOKS } from '@/components/ui/domain-badges'
import { ArrowRight } from '@/components/ui/icons'
import type { ShownChange, ShownValue } from './event-text'

/** The old and the new value of a change, and why, where a reason was given. @param cambiaA what a screen reader hears of the arrow */
export function ChangeChips({
  change: { de, a, motivo },
  cambiaA,
}: {
  change: ShownChange
  cambiaA: string
}) {
  return (
    <>
      <Pair de={<Value value={de} />} a={<Value value={a} />} cambiaA={cambiaA} />
      {motivo !== null && <span className="text-xs text-muted">{motivo}</span>}
    </>
  )
}

function Value({ value }: { value: ShownValue }) {
  switch (value.clase) {
    case 'estado':
      return <Badge {...ESTADO_LOOKS[value.valor]}>{value.texto}</Badge>
    case 'prioridad':
      return <Badge {...PRIORIDAD_LOOKS[value.valor]}>{value.texto}</Badge>
    case 'texto':
      return <Chip>{value.texto}</Chip>
  }
}

/** An old and a new value with an arrow between them. */
export function Pair({ de, a, cambiaA }: { de: ReactNode; a: ReactNode; cambiaA: string }) {
  return (
    <span className="inline-flex max-w-full flex-wrap items-center gap-1.5">
      {de}
      <ArrowRight className="size-3.5 shrink-0 text-muted" />
      <span className="sr-only">{cambiaA}</span>
      {a}
    </span>
  )
}

/** Free text as a chip: it may be long, so it wraps. */
export function Chip({ children }: { children: ReactNode }) {
  return (
    <span className="min-w-0 rounded-md bg-subtle px-2 py-0.5 text-xs font-medium wrap-anywhere">
      {children}
    </span>
  )
}

/** What the two sides of a changed text are called, and what opens them. */
export interface TextChangeWords {
  readonly verCambio: string
  readonly textoAnterior: string
  readonly textoNuevo: string
}

/** The old and the new text of a change, behind a disclosure. */
export function TextPair({ change, words }: { change: { de: string; a: string }; words: TextChangeWords }) {
  const box = 'mt-1 max-h-60 overflow-y-auto rounded-lg bg-subtle p-3 wrap-anywhere whitespace-pre-wrap'
  return (
    <details className="mt-2">
      <summary className="text-xs text-muted hover:text-ink">{words.verCambio}</summary>
      <div className="mt-2 grid gap-3 sm:grid-cols-2">
        {(['de', 'a'] as const).map((side) => (
          <div key={side} className="min-w-0">
            <p className="text-xs font-medium text-muted">
              {side === 'de' ? words.textoAnterior : words.textoNuevo}
            </p>
            <p className={box}>{change[side]}</p>
          </div>
        ))}
      </div>
    </details>
  )
}
