'use client'

import { type ReactNode, useEffect, useRef, useState } from 'react'

/**
 * Puts the token behind the `#` of the address into the form inside, takes it out of the address and its history, and
 * sends it. Without JavaScript, the person puts it there.
 * @param open shows the form even where the address has no token
 */
export function LinkOpener({
  open,
  espera,
  children,
}: {
  open: boolean
  espera: string
  children: ReactNode
}) {
  const ref = useRef<HTMLDivElement>(null)
  const [sent, setSent] = useState(false)
  useEffect(() => {
    const send = () => {
      const token = window.location.hash.slice(1)
      const form = ref.current?.querySelector('form')
      const field = form?.querySelector<HTMLInputElement>('input[name=codigo]')
      if (token === '' || !form || !field) return
      window.history.replaceState(window.history.state, '', window.location.pathname)
      field.value = token
      setSent(true)
      form.requestSubmit()
    }
    send()
    window.addEventListener('hashchange', send)
    return () => window.removeEventListener('hashchange', send)
  }, [])
  return (
    <>
      <p role="status" className={sent ? 'mb-4 text-sm text-muted' : 'sr-only'}>
        {sent && espera}
      </p>
      <div ref={ref} hidden={!open}>
        {children}
      </div>
    </>
  )
}
