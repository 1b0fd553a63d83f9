'use client'

import { type ReactNode, useEffect, useRef } from 'react'
import { useFormStatus } from 'react-dom'

/**
 * Puts the token behind the `#` of the address into the form inside, takes it out of the address and its history, and
 * sends it. Without JavaScript, the person puts it there.
 * @param open shows the form even where the address has no token
 */
export function LinkOpener({ open, children }: { open: boolean; children: ReactNode }) {
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const send = () => {
      const token = window.location.hash.slice(1)
      const form = ref.current?.querySelector('form')
      const field = form?.querySelector<HTMLInputElement>('input[name=codigo]')
      if (token === '' || !form || !field) return
      window.history.replaceState(window.history.state, '', window.location.pathname)
      field.value = token
      form.requestSubmit()
    }
    send()
    window.addEventListener('hashchange', send)
    return () => window.removeEventListener('hashchange', send)
  }, [])
  return (
    <div ref={ref} hidden={!open}>
      {children}
    </div>
  )
}

/** Says that the form around is under way, for as long as it is. */
export function WhilePending({ children }: { children: string }) {
  const { pending } = useFormStatus()
  return (
    <p role="status" className={pending ? 'text-sm text-muted' : 'sr-only'}>
      {pending && children}
    </p>
  )
}
