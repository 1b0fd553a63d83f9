import type { ComponentProps } from 'react'
import { cn } from './cn'
import { CONTROL } from './control'

/** A one-line input without its label; in forms use `TextField`. */
export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input {...props} className={cn(CONTROL, 'min-h-10', className)} />
}
