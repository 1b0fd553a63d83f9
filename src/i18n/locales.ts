import { IDIOMAS, Idioma } from '@/domain/values'
import en from './en'
import es from './es'

/** The languages of pages are those that accounts can have. */
export const LOCALES = IDIOMAS
export const Locale = Idioma
export type Locale = Idioma
export const DEFAULT_LOCALE: Locale = 'es'

/** Every message, by language; `es` is the one whose shape the types follow. */
export const MESSAGES: Readonly<Record<Locale, typeof es>> = { es, en }
