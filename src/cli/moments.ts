import { InvalidArgumentError } from 'commander'
import { z } from 'zod'

/** A point of a history: a whole number (a version, a position) or an instant. */
export type Point = { readonly numero: number } | { readonly instante: string }

/** A day alone is its beginning; a time without a zone is UTC, as everything that the command line shows. */
export const Instant = z.union([
  z.iso.date().transform((day) => `${day}T00:00:00.000Z`),
  z.iso.datetime({ offset: true, local: true }).transform((text) => {
    const zoned = /(Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`
    return new Date(zoned).toISOString()
  }),
])

/**
 * Parses `12`, `2026-03-01`, `2026-03-01T10:00`, `2026-03-01T10:00:00Z` or with another offset.
 * @throws InvalidArgumentError that says what was expected
 */
export function parsePoint(text: string): Point {
  if (/^\d{1,15}$/.test(text)) return { numero: Number(text) }
  const parsed = Instant.safeParse(text.trim().replace(' ', 'T'))
  if (!parsed.success)
    throw new InvalidArgumentError('se esperaba un número, o un instante como 2026-03-01T10:00 (UTC)')
  return { instante: parsed.data }
}
