import type { ReactNode } from 'react'
import { CircleAlert } from '@/components/ui/icons'

interface FieldProps {
  /** The id of the control; hint and error are `${id}-hint` and `${id}-error`. */
  id: string
  label: string
  hint?: string | undefined
  error?: string | undefined
  /** Said behind the label of a field that may stay empty. */
  optional?: string | undefined
  children: ReactNode
}

/** Label, hint and error around a control; give the control `describedBy(id, …)` and `aria-invalid`. */
export function Field({ id, label, hint, error, optional, children }: FieldProps) {
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
        {optional !== undefined && <span className="font-normal text-muted"> ({optional})</span>}
      </label>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
      {children}
      <FieldError id={id} error={error} />
    </div>
  )
}

/** What is wrong with a field, where something is; `id` as of a `Field`. */
export function FieldError({ id, error }: Pick<FieldProps, 'id' | 'error'>) {
  if (error === undefined) return null
  return (
    <p id={`${id}-error`} className="flex items-start gap-1.5 text-sm font-medium text-danger-ink">
      <CircleAlert className="mt-0.5 size-4 shrink-0" />
      {error}
    </p>
  )
}

/** The value of `aria-describedby` for a control inside a `Field`. */
export function describedBy(
  id: string,
  { hint, error }: { hint?: string | undefined; error?: string | undefined },
) {
  const ids = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`].filter(Boolean)
  return ids.length > 0 ? ids.join(' ') : undefined
}
