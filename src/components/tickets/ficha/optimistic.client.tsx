'use client'

import { useTranslations } from 'next-intl'
import { createContext, type ReactNode, use, useOptimistic } from 'react'
import { cn } from '@/components/ui/cn'
import { LoaderCircle, Lock } from '@/components/ui/icons'
import { addPatch, type Patch, stillPending } from './optimistic-patch'

interface Stage {
  readonly patch: Patch
  /** Shows a change until its form has its answer; call it within the form's own transition. */
  readonly show: (patch: Patch) => void
}

const NOTHING: Patch = {}
const Context = createContext<Stage>({ patch: NOTHING, show: () => undefined })

/** What is on its way on this ticket's page, and how to add to it. */
export function useStage(): Stage {
  return use(Context)
}

/** A ticket's page that shows what its forms have sent before it is so; what it holds is rendered on the server. */
export function OptimisticTicket({ children }: { children: ReactNode }) {
  const [patch, show] = useOptimistic(NOTHING, addPatch)
  return <Context value={{ patch, show }}>{children}</Context>
}

interface OptimisticValueProps {
  campo: 'estado' | 'prioridad' | 'asignado'
  /** How each value looks. */
  formas: Readonly<Record<string, ReactNode>>
  /** The value as it is. */
  children: ReactNode
}

/** A value of the ticket, or the one that it is about to have, marked as such. */
export function OptimisticValue({ campo, formas, children }: OptimisticValueProps) {
  const t = useTranslations('vivo')
  const { patch } = useStage()
  const forma = patch[campo] === undefined ? undefined : formas[patch[campo]]
  if (forma === undefined) return children
  return (
    <span data-enviando className="inline-flex items-center gap-1.5 opacity-80">
      {forma}
      <LoaderCircle className="size-3.5 text-muted motion-safe:animate-spin" />
      <span className="sr-only">{t('enviando')}</span>
    </span>
  )
}

/** At the end of the timeline: the comments that are on their way. @param shown the commands whose events stand above */
export function PendingComments({ shown }: { shown: readonly string[] }) {
  const t = useTranslations('vivo')
  const { patch } = useStage()
  return stillPending(patch, shown).map(({ comandoId, texto, interno }) => (
    <article
      key={comandoId}
      data-enviando
      className={cn(
        'rounded-xl border p-4',
        interno ? 'border-2 border-dashed border-warning-ink/60 bg-warning-soft' : 'border-line bg-surface',
      )}
    >
      <p role="status" className="flex items-center gap-2 text-xs font-medium text-muted">
        <LoaderCircle className="size-3.5 motion-safe:animate-spin" />
        {t(interno ? 'guardandoNota' : 'enviando')}
        {interno && <Lock className="size-3.5" />}
      </p>
      <p className="mt-2 text-sm wrap-anywhere whitespace-pre-wrap">{texto}</p>
    </article>
  ))
}
