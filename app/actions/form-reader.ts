import { type Draft, draftOf } from '@/components/form-state'

/** Reads an untrusted form field by field into what the command's schema then judges. */
export class FormReader {
  constructor(private readonly form: FormData) {}

  /** The field as text; empty where it is missing. */
  text(name: string): string {
    const value = this.form.get(name)
    return typeof value === 'string' ? value : ''
  }

  /** The field, or null where it is missing or blank. */
  optional(name: string): string | null {
    const value = this.text(name)
    return value.trim() === '' ? null : value
  }

  /** The field as a number: NaN, which every schema refuses, where it isn't one. */
  number(name: string): number {
    const value = this.text(name)
    return /^\d{1,16}$/.test(value) ? Number(value) : Number.NaN
  }

  optionalNumber(name: string): number | null {
    return this.optional(name) === null ? null : this.number(name)
  }

  /** True for a checked box. */
  flag(name: string): boolean {
    return this.text(name) === 'on'
  }

  /** Every text field but secrets: what goes back into the form. */
  draft(): Draft {
    return draftOf(this.form)
  }
}

/** What is wrong with a field that had to be looked up before there was a command to judge. */
export class FieldProblem {
  constructor(
    readonly campo: string,
    /** In the reader's language. */
    readonly mensaje: string,
  ) {}
}
