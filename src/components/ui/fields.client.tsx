'use client'

import { type ComponentProps, createContext, type ReactNode, use } from 'react'
import { useActionForm } from './action-form.client'
import { describedBy, Field, FieldError } from './field'
import { Input } from './input'
import { type Option, Select } from './select'
import { Textarea } from './textarea'

interface FieldText {
  name: string
  label: string
  hint?: string
  /** The word for "optional", where the field may stay empty. */
  optional?: string
}

/** What the form around says about a field: its error, and what was typed before. */
function useField({ name, hint }: Pick<FieldText, 'name' | 'hint'>, initial: string) {
  const { id: form, state } = useActionForm()
  const error = state.estado === 'invalido' ? state.campos[name] : undefined
  const typed = 'valores' in state ? state.valores[name] : undefined
  const id = `${form}-${name}`
  const aria = {
    'aria-invalid': error !== undefined || undefined,
    'aria-describedby': describedBy(id, { hint, error }),
  }
  return { id, error, value: typed ?? initial, aria }
}

const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

/** A labelled one-line input of the `ActionForm` around it. */
export function TextField({ label, hint, optional, ...props }: FieldText & ComponentProps<'input'>) {
  const { name } = props
  const { id, error, value, aria } = useField({ name, ...(hint && { hint }) }, text(props.defaultValue))
  return (
    <Field id={id} label={label} hint={hint} error={error} optional={optional}>
      <Input required={optional === undefined} {...props} {...aria} id={id} defaultValue={value} />
    </Field>
  )
}

/** A labelled text area of the `ActionForm` around it. */
export function TextareaField({ label, hint, optional, ...props }: FieldText & ComponentProps<'textarea'>) {
  const { name } = props
  const { id, error, value, aria } = useField({ name, ...(hint && { hint }) }, text(props.defaultValue))
  return (
    <Field id={id} label={label} hint={hint} error={error} optional={optional}>
      <Textarea required={optional === undefined} {...props} {...aria} id={id} defaultValue={value} />
    </Field>
  )
}

/** A labelled select of the `ActionForm` around it. */
export function SelectField({
  label,
  hint,
  optional,
  options,
  ...props
}: FieldText & ComponentProps<'select'> & { options: readonly Option[] }) {
  const { name } = props
  const { id, error, value, aria } = useField({ name, ...(hint && { hint }) }, text(props.defaultValue))
  return (
    <Field id={id} label={label} hint={hint} error={error} optional={optional}>
      {/* React resets a select to the option that it was mounted with: a new draft needs a new one. */}
      <Select key={value} {...props} {...aria} options={options} id={id} defaultValue={value} />
    </Field>
  )
}

interface CheckProps {
  name: string
  defaultChecked?: boolean
  /** Its label, to the right of it. */
  children: ReactNode
}

/** True around boxes of which none is what was wanted. */
const Faulty = createContext(false)

/** A labelled box of the `ActionForm` around it. */
export function CheckField({ name, defaultChecked = false, children }: CheckProps) {
  const { state } = useActionForm()
  // A box that is not checked is not sent: of a draft, what is missing was left empty.
  const checked = 'valores' in state ? state.valores[name] === 'on' : defaultChecked
  return (
    <label className="flex items-start gap-2 text-sm">
      <input
        type="checkbox"
        name={name}
        defaultChecked={checked}
        aria-invalid={use(Faulty) || undefined}
        className="mt-0.5 size-4 shrink-0 accent-accent"
      />
      <span>{children}</span>
    </label>
  )
}

interface CheckGroupProps {
  /** The field that its boxes make up together. */
  name: string
  legend: string
  className?: string
  children: ReactNode
}

/** Boxes of which one is wanted, under one name; what is wrong with all of them stands below. */
export function CheckGroup({ name, legend, className, children }: CheckGroupProps) {
  const { id, error } = useField({ name }, '')
  return (
    <fieldset aria-describedby={describedBy(id, { error })} className="flex flex-col gap-2">
      <legend className="text-sm font-medium">{legend}</legend>
      <div className={className}>
        <Faulty value={error !== undefined}>{children}</Faulty>
      </div>
      <FieldError id={id} error={error} />
    </fieldset>
  )
}
