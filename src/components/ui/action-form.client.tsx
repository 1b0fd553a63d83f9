'use client'

import { unstable_rethrow } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { createContext, type ReactNode, use, useActionState, useEffect, useId, useRef, useState } from 'react'
import { draftOf, type FormAction, type FormState, INITIAL } from '../form-state'
import { Alert } from './alert'
import { cn } from './cn'
import { RelativeTime } from './date-time'

interface FormContext {
  readonly id: string
  readonly state: FormState
}

const Context = createContext<FormContext>({ id: '', state: INITIAL })

/** The form around: its id, to make the ids of fields from, and the last answer. */
export function useActionForm(): FormContext {
  return use(Context)
}

interface ActionFormProps {
  action: FormAction
  /** Made on the server with `newId()`; later ones come from the answers. */
  comandoId: string
  /** The version of the ticket or account that this page shows. */
  version?: number
  /** Further hidden fields. */
  hidden?: Readonly<Record<string, string | number>>
  /** Says nothing of a success: for forms whose result shows by itself. */
  quiet?: boolean
  className?: string
  /** Names the form where no heading does. */
  label?: string
  children: ReactNode
}

/**
 * A form of one command. Fields inside it (`TextField`, …) show their own error and draft; above them stands the
 * summary. It works without JavaScript, and keeps what was typed when the network fails.
 */
export function ActionForm({
  action,
  comandoId,
  version,
  hidden,
  quiet,
  className,
  label,
  children,
}: ActionFormProps) {
  const [state, send] = useActionState(useResilient(action), INITIAL)
  const id = useId()
  const ref = useFocusOnError(state)
  const [seen, begin] = useSeenVersion(state, version)
  return (
    <form
      ref={ref}
      action={send}
      onInput={begin}
      noValidate
      aria-label={label}
      className={cn('flex flex-col gap-5', className)}
    >
      <input
        type="hidden"
        name="comandoId"
        value={state.estado === 'inicial' ? comandoId : state.comandoId}
      />
      {seen !== undefined && <input type="hidden" name="version" value={shownVersion(state, seen)} />}
      {Object.entries(hidden ?? {}).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Answer state={state} quiet={quiet === true || isPast(state, version)} />
      <Context value={{ id, state }}>{children}</Context>
    </form>
  )
}

function Answer({ state, quiet }: { state: FormState; quiet: boolean }) {
  switch (state.estado) {
    case 'inicial':
      return null
    case 'aceptado':
      return quiet ? null : <Alert tone="success">{state.mensaje}</Alert>
    case 'conflicto':
      return (
        <Alert tone="warning" title={state.mensaje}>
          <ul className="list-disc space-y-0.5 pl-4">
            {state.eventos.map(({ version, autor, fecha, frase }) => (
              <li key={version}>
                {autor}: {frase} (<RelativeTime value={fecha} />)
              </li>
            ))}
          </ul>
        </Alert>
      )
    case 'invalido':
    case 'rechazado':
      return <Alert tone="danger">{state.mensaje}</Alert>
  }
}

/** A success that the page has moved on from needs no mention any more. */
function isPast(state: FormState, version: number | undefined): boolean {
  return state.estado === 'aceptado' && version !== undefined && state.version < version
}

/** After a conflict or a success the answer knows of a later version than the page did. */
function shownVersion(state: FormState, version: number): number {
  if (state.estado === 'conflicto') return Math.max(state.actual, version)
  return state.estado === 'aceptado' ? Math.max(state.version, version) : version
}

/**
 * The version that the person saw when they began to fill the form in: what happens under their hands is shown
 * around it, and still is a conflict when they send.
 */
function useSeenVersion(state: FormState, version: number | undefined) {
  const [begun, setBegun] = useState<{ state: FormState; version: number | undefined } | null>(null)
  const begin = () => setBegun((last) => (last?.state === state ? last : { state, version }))
  return [begun?.state === state ? begun.version : version, begin] as const
}

/** In the browser, a failed request becomes an answer: an error boundary would throw the draft away. */
function useResilient(action: FormAction): FormAction {
  const t = useTranslations('comun.error')
  // Without JavaScript the form must post to the Server Action itself.
  if (typeof window === 'undefined') return action
  return async (previous, form) => {
    try {
      return await action(previous, form)
    } catch (error) {
      unstable_rethrow(error)
      // The page may have been read anew meanwhile: what counts is the command that went out.
      const sent = form.get('comandoId')
      const last = typeof sent === 'string' ? sent : ''
      const mensaje = t('envio')
      return {
        estado: 'rechazado',
        comandoId: last,
        codigo: 'SIN_RESPUESTA',
        mensaje,
        valores: draftOf(form),
      }
    }
  }
}

function useFocusOnError(state: FormState) {
  const ref = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (state.estado !== 'invalido') return
    ref.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [state])
  return ref
}
