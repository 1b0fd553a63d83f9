import { z } from 'zod'

// Controls but tab and newline, noncharacters (SQLite reads them as errors), and bidi marks that disguise text.
const FORBIDDEN = /(?![\t\n])[\p{Cc}\p{Noncharacter_Code_Point}\p{Bidi_Control}]/gu

/**
 * Brings a person's text into the one form that is stored: NFC, newlines as `\n`, no control characters.
 * @param raw well-formed Unicode; check it with `isWellFormed` first
 */
export function normalizeText(raw: string): string {
  return raw.replace(/\r\n?/g, '\n').replace(FORBIDDEN, '').normalize('NFC').trim()
}

/** True when `text` holds no lone surrogate: one that got into the database would abort every later reader. */
export function isWellFormed(text: string): boolean {
  return !/\p{Cs}/u.test(text)
}

/**
 * A zod schema for text of several lines, normalised, of `min` to `max` characters after normalising.
 * Its issues are of the codes `custom` (ill-formed), `too_small` and `too_big`.
 */
export function multilineText(min: number, max: number) {
  return z
    .string()
    .max(max * 4)
    .refine(isWellFormed, { params: { motivo: 'unicode' }, abort: true })
    .transform(normalizeText)
    .pipe(z.string().min(min).max(max))
}

/** Like `multilineText`, but newlines and tabs become single spaces. */
export function lineText(min: number, max: number) {
  return z
    .string()
    .max(max * 4)
    .refine(isWellFormed, { params: { motivo: 'unicode' }, abort: true })
    .transform((raw) => normalizeText(raw).replace(/\s+/g, ' '))
    .pipe(z.string().min(min).max(max))
}
