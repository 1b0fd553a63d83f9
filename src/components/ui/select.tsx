import type { ComponentProps } from 'react'
import { ChevronDown } from '@/components/ui/icons'
import { cn } from './cn'
import { CONTROL } from './control'

export interface Option {
  readonly value: string
  readonly label: string
}

/** A native select without its label; in forms use `SelectField`. */
export function Select({
  options,
  className,
  ...props
}: ComponentProps<'select'> & { options: readonly Option[] }) {
  return (
    <span className="relative block">
      <select {...props} className={cn(CONTROL, 'min-h-10 appearance-none truncate pr-9', className)}>
        {options.map(({ value, label }) => (
          <option key={value} value={value} className="bg-surface text-ink">
            {label}
          </option>
        ))}
      </select>
      <ChevronDown className="pointer-events-none absolute inset-y-0 right-3 my-auto size-4 text-muted" />
    </span>
  )
}
