'use client'

import { unstable_rethrow } from 'next/navigation'
import { useTranslations } from 'next-intl'
import {
  createContext,
  type FormEventHandler,
  type ReactNode,
  use,
  useActionState,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react'
import { draftOf, type FormAction, type FormState, INITIAL } from '../form-state'
import { cn } from './cn'
import type { Again } from './conflict-dialog.client'
import { FormAnswer } from './form-answer.client'

interface FormContext {
  readonly id: string
  readonly state: FormState
}

const Context = createContext<FormContext>({ id: '', state: INITIAL })

/** The form around: its id, to make the ids of fields from, and the last answer. */
export function useActionForm(): FormContext {
  return use(Context)
}

/** The last answer, and what sends the form. */
export type Answer = readonly [FormState, (form: FormData) => void]

/** Told of what goes out, while the page may still show what comes of it at once (`useOptimistic`). */
type OnSend = (form: FormData) => void

interface AnsweredFormProps {
  answer: Answer
  /** What the button that was pressed sends along: who applies theirs after a conflict presses that one again. */
  again?: Again | undefined
  /** Made on the server with `newId()`; later ones come from the answers. */
  comandoId: string
  /** The version of the ticket or account that this page shows. */
  version?: number | undefined
  /** Further hidden fields. */
  hidden?: Readonly<Record<string, string | number>> | undefined
  /** Says nothing of a success: for forms whose result shows by itself. */
  quiet?: boolean | undefined
  className?: string | undefined
  /** Names the form where no heading does. */
  label?: string | undefined
  onSubmit?: FormEventHandler<HTMLFormElement> | undefined
  onReset?: FormEventHandler<HTMLFormElement> | undefined
  children: ReactNode
}

export type ActionFormProps = Omit<AnsweredFormProps, 'answer' | 'again'> & {
  action: FormAction
  onSend?: OnSend | undefined
}

/**
 * A form of one command. Fields inside it (`TextField`, …) show their own error and draft; above them stands the
 * summary. It works without JavaScript, and keeps what was typed when the network fails.
 */
export function ActionForm({ action, onSend, ...props }: ActionFormProps) {
  return <AnsweredForm {...props} answer={useAnswer(action, onSend)} />
}

/** The answers of an action, for a form whose surroundings need them too. */
export function useAnswer(action: FormAction, onSend?: OnSend): Answer {
  const [state, send] = useActionState(useResilient(action, onSend), INITIAL)
  return [state, send]
}

/** A form whose answers are asked for outside of it: see `ActionForm`. */
export function AnsweredForm({ answer, again, comandoId, version, hidden, ...props }: AnsweredFormProps) {
  const [last, send] = answer
  // A conflict in which the person left things as they are is as good as never sent.
  const [dropped, drop] = useState<FormState | null>(null)
  const state = last === dropped ? INITIAL : last
  const id = useId()
  const ref = useFocusOnError(state)
  const [seen, begin] = useSeenVersion(state, version)
  const { quiet, className, label, onSubmit, onReset, children } = props
  return (
    <form
      ref={ref}
      action={send}
      onInput={begin}
      onSubmit={onSubmit}
      onReset={onReset}
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
      <FormAnswer
        state={state}
        quiet={quiet === true || isPast(state, version)}
        again={again}
        onKeep={() => drop(last)}
      />
      <Context value={{ id, state }}>{children}</Context>
    </form>
  )
}

/** A success that the page has moved on from needs no mention any more. */
function isPast(state: FormState, version: number | undefined): boolean {
  return state.estado === 'aceptado' && version !== undefined && state.version < version
}

/**
 * After a conflict, the version that it told of: who applies theirs has weighed what came before that one, and nothing
 * later, even where the page around shows it. After a success the answer knows of a later version than the page did.
 */
function shownVersion(state: FormState, version: number): number {
  if (state.estado === 'conflicto') return state.actual
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
function useResilient(action: FormAction, onSend: OnSend | undefined): FormAction {
  const t = useTranslations('comun.error')
  // Without JavaScript the form must post to the Server Action itself.
  if (typeof window === 'undefined') return action
  return async (previous, form) => {
    onSend?.(form)
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
