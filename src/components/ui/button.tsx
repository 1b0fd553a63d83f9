import Link from 'next/link'
import type { ComponentProps } from 'react'
import { cn } from './cn'

const VARIANTS = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong',
  secondary: 'border border-control bg-surface text-ink hover:bg-subtle',
  ghost: 'text-ink hover:bg-subtle',
  danger: 'bg-danger text-on-danger hover:bg-danger-strong',
} as const

const SIZES = {
  md: 'min-h-10 px-4 text-sm',
  sm: 'min-h-8 px-3 text-sm',
  icon: 'size-10 p-0',
} as const

interface Look {
  variant?: keyof typeof VARIANTS
  size?: keyof typeof SIZES
}

/** The classes of a button, for elements that look like one. */
export function buttonClasses({ variant = 'primary', size = 'md' }: Look = {}): string {
  return cn(
    'inline-flex items-center justify-center gap-2 rounded-lg font-medium text-center transition-colors',
    'disabled:opacity-60 aria-disabled:opacity-60 [&_svg]:size-4 [&_svg]:shrink-0',
    VARIANTS[variant],
    SIZES[size],
  )
}

/** A button; `type="button"` unless told otherwise. Forms are sent with `SubmitButton`. */
export function Button({ variant, size, className, ...props }: ComponentProps<'button'> & Look) {
  return (
    <button
      type="button"
      {...props}
      className={cn(buttonClasses({ ...(variant && { variant }), ...(size && { size }) }), className)}
    />
  )
}

/** A link that looks like a button. */
export function ButtonLink({ variant, size, className, ...props }: ComponentProps<typeof Link> & Look) {
  return (
    <Link
      {...props}
      className={cn(buttonClasses({ ...(variant && { variant }), ...(size && { size }) }), className)}
    />
  )
}
