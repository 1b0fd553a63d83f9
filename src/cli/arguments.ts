import { InvalidArgumentError } from 'commander'
import { Id } from '@/domain/values'
import { Instant } from './moments'

/** A whole number above zero. */
export function positive(text: string): number {
  const parsed = Id.safeParse(Number(text))
  if (!parsed.success) throw new InvalidArgumentError('se esperaba un número entero positivo')
  return parsed.data
}

/** One more whole number above zero, of an argument that may be given several times. */
export function positives(text: string, before: readonly number[] = []): number[] {
  return [...before, positive(text)]
}

/** An instant as the log writes it, from a day or a time. */
export function instant(text: string): string {
  const parsed = Instant.safeParse(text.trim().replace(' ', 'T'))
  if (!parsed.success) throw new InvalidArgumentError('se esperaba una fecha como 2026-03-01T10:00 (UTC)')
  return parsed.data
}
