/** The cookies that pages read: session, language, theme. */
export const SESSION_COOKIE = 'bitacora_sesion'
export const LOCALE_COOKIE = 'bitacora_idioma'
export const THEME_COOKIE = 'bitacora_tema'
