import { z } from 'zod'
import en from './en'
import es from './es'

export const LOCALES = ['es', 'en'] as const
export const Locale = z.enum(LOCALES)
export type Locale = z.infer<typeof Locale>
export const DEFAULT_LOCALE: Locale = 'es'

/** Every message, by language; `es` is the one whose shape the types follow. */
export const MESSAGES: Readonly<Record<Locale, typeof es>> = { es, en }
