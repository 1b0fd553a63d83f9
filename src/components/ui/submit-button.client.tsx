'use client'

import type { ComponentProps } from 'react'
import { useFormStatus } from 'react-dom'
import { LoaderCircle } from '@/components/ui/icons'
import { Button } from './button'

/** Sends its form; while that is under way it spins and sends nothing more. It keeps the focus. */
export function SubmitButton({ children, onClick, ...props }: ComponentProps<typeof Button>) {
  const { pending, data } = useFormStatus()
  // Of several in one form, the one that was pressed.
  const pressed = props.name === undefined || data?.get(props.name) === props.value
  return (
    <Button
      {...props}
      type="submit"
      aria-disabled={pending || undefined}
      aria-busy={pending || undefined}
      onClick={(event) => {
        if (pending) event.preventDefault()
        else onClick?.(event)
      }}
    >
      {pending && pressed && <LoaderCircle className="motion-safe:animate-spin" />}
      {children}
    </Button>
  )
}
