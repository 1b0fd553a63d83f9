'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { Alert } from '@/components/ui/alert'
import { buttonClasses } from '@/components/ui/button'
import { ConflictLine } from '@/components/ui/conflict-line'
import { X } from '@/components/ui/icons'
import { SubmitButton } from '@/components/ui/submit-button.client'
import {
  AGAIN,
  BULK_OUTCOMES,
  type BulkAsked,
  type BulkOutcomeKind,
  type BulkResult,
  type BulkState,
} from './bulk-state'

type Answered = Extract<BulkState, { estado: 'respondido' }>

interface BulkOutcomeProps {
  state: Answered
  send: (form: FormData) => void
  pending: boolean
  pagina: string
  onDismiss: () => void
}

/** How many came to what: empty where nothing was answered. */
export function useSummary(state: BulkState): string {
  const t = useTranslations('masivas.cliente.cuenta')
  if (state.estado !== 'respondido') return ''
  const parts = BULK_OUTCOMES.toReversed().flatMap((estado) => {
    const cuantos = state.resultados.filter((result) => result.estado === estado).length
    return cuantos === 0 ? [] : [t(estado, { cuantos })]
  })
  return `${state.titulo}: ${parts.join(', ')}.`
}

/** What became of each ticket, those first that ask for a decision. It stays until it is dismissed. */
export function BulkOutcome({ state, send, pending, pagina, onDismiss }: BulkOutcomeProps) {
  const t = useTranslations('masivas.cliente')
  const ref = useFocusOnAnswer(state)
  const summary = useSummary(state)
  const of = (estado: BulkOutcomeKind) => state.resultados.filter((result) => result.estado === estado)
  const [conflicts, lost] = [of('conflicto'), of('sin_respuesta')]
  const again = { pedido: state.pedido, send, pending }
  return (
    <section
      ref={ref}
      tabIndex={-1}
      aria-label={t('resultado')}
      className="flex flex-col gap-3 rounded-xl border border-control bg-surface p-4"
    >
      <div className="flex items-start gap-3">
        <h2 className="min-w-0 flex-1 pt-1 font-semibold wrap-anywhere">{summary}</h2>
        <a
          href={pagina}
          onClick={(event) => {
            event.preventDefault()
            onDismiss()
          }}
          className={buttonClasses({ variant: 'ghost', size: 'sm' })}
        >
          <X />
          <span className="max-sm:sr-only">{t('descartar')}</span>
        </a>
      </div>
      {state.aviso !== null && <Alert tone="danger">{state.aviso}</Alert>}
      {(conflicts.length > 1 || lost.length > 0) && (
        <div className="flex flex-wrap gap-2">
          {conflicts.length > 1 && (
            <Again {...again} results={conflicts}>
              {t('aplicarTodos', { cuantos: conflicts.length })}
            </Again>
          )}
          {lost.length > 0 && (
            <Again {...again} results={lost}>
              {t('reintentar', { cuantos: lost.length })}
            </Again>
          )}
        </div>
      )}
      <ul className="max-h-[60vh] divide-y divide-line overflow-y-auto">
        {BULK_OUTCOMES.flatMap(of).map((result) => (
          <Result key={result.ticketId} result={result} {...again} />
        ))}
      </ul>
    </section>
  )
}

const LOOKS: Readonly<Record<BulkOutcomeKind, string>> = {
  conflicto: 'bg-warning-soft text-warning-ink',
  sin_respuesta: 'bg-danger-soft text-danger-ink',
  rechazado: 'bg-danger-soft text-danger-ink',
  sin_cambios: 'bg-subtle text-ink',
  hecho: 'bg-success-soft text-success-ink',
}

type Asking = Pick<BulkOutcomeProps, 'send' | 'pending'> & { pedido: BulkAsked }

function Result({ result, ...again }: { result: BulkResult } & Asking) {
  const t = useTranslations('masivas.cliente')
  const { ticketId, titulo, estado, mensaje, eventos } = result
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-2 py-2.5 text-sm" data-resultado={estado}>
      <span
        className={`min-w-24 rounded-full px-2.5 py-0.5 text-center text-xs font-medium ${LOOKS[estado]}`}
      >
        {t(`estado.${estado}`)}
      </span>
      <div className="min-w-0 flex-1 basis-56 space-y-1">
        <Link
          href={`/tickets/${ticketId}`}
          prefetch={false}
          className="font-medium wrap-anywhere underline-offset-2 hover:underline"
        >
          #{ticketId} {titulo}
        </Link>
        {mensaje !== null && <p className="text-muted">{mensaje}</p>}
        {eventos.length > 0 && (
          <ul className="flex flex-col gap-2">
            {eventos.map((change) => (
              <ConflictLine key={change.version} change={change} />
            ))}
          </ul>
        )}
      </div>
      {estado === 'conflicto' && (
        <Again {...again} results={[result]}>
          {t('aplicarMio')}
          <span className="sr-only"> (#{ticketId})</span>
        </Again>
      )}
    </li>
  )
}

interface AgainProps extends Asking {
  results: readonly BulkResult[]
  children: React.ReactNode
}

/** Sends a part of it again: what was lost as the same commands, what was in conflict at the version it has now. */
function Again({ pedido, results, send, pending, children }: AgainProps) {
  const { lote, accion, valor } = pedido
  return (
    <form action={send}>
      <input type="hidden" name={AGAIN} value="on" />
      <input type="hidden" name="lote" value={lote} />
      <input type="hidden" name="accion" value={accion} />
      <input type="hidden" name={`valor-${accion}`} value={valor} />
      {results.map(({ ticketId, version }) => (
        <span key={ticketId} hidden>
          <input type="hidden" name="seleccion" value={ticketId} />
          <input type="hidden" name="version" value={`${ticketId}.${version}`} />
        </span>
      ))}
      <SubmitButton size="sm" variant="secondary" disabled={pending}>
        {children}
      </SubmitButton>
    </form>
  )
}

/** The answer is read from its beginning, by whoever asked for it. */
function useFocusOnAnswer(state: Answered) {
  const ref = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer anew
  useEffect(() => {
    ref.current?.focus({ preventScroll: true })
    ref.current?.scrollIntoView({ block: 'nearest' })
  }, [state])
  return ref
}
