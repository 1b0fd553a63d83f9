import type { ComponentProps } from 'react'
import { cn } from './cn'
import { CONTROL } from './control'

/** A text area without its label, growing with its text; in forms use `TextareaField`. */
export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  return (
    <textarea
      rows={5}
      {...props}
      className={cn(CONTROL, 'field-sizing-content max-h-96 min-h-28 py-2.5 leading-relaxed', className)}
    />
  )
}
