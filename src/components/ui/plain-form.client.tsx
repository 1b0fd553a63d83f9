'use client'

import { unstable_rethrow } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type ReactNode, useRef } from 'react'
import { useToasts } from './toasts.client'

/** A Server Action that answers by what the page then shows. */
export type PlainAction = (form: FormData) => Promise<void>

const FAILED_FOR_MS = 10_000

/** Does something that the network may fail, and says so where it does: an error boundary would take the page away. */
export function useAttempt(): (deed: () => Promise<void>) => Promise<'hecho' | 'fallo'> {
  const t = useTranslations('comun.error')
  const toasts = useToasts()
  return async (deed) => {
    try {
      await deed()
      return 'hecho'
    } catch (error) {
      unstable_rethrow(error)
      if (toasts === null) throw error
      toasts.say({ sobre: 'fallo', texto: t('accion'), dura: FAILED_FOR_MS })
      return 'fallo'
    }
  }
}

interface PlainFormProps {
  action: PlainAction
  /** Done before it is sent, where there is a script. */
  before?: (() => Promise<void>) | undefined
  className?: string | undefined
  children: ReactNode
}

/** A form whose answer is the page itself. It works without JavaScript, and stays as it is when the network fails. */
export function PlainForm({ action, before, className, children }: PlainFormProps) {
  const attempt = useAttempt()
  const failed = useRef(false)
  const send: PlainAction = async (form) => {
    const result = await attempt(async () => {
      await before?.()
      await action(form)
    })
    failed.current = result === 'fallo'
  }
  return (
    <form
      // Without JavaScript the form must post to the Server Action itself.
      action={typeof window === 'undefined' ? action : send}
      // React empties a form that was sent; this one was not.
      onReset={(event) => {
        if (failed.current) event.preventDefault()
        failed.current = false
      }}
      className={className}
    >
      {children}
    </form>
  )
}
