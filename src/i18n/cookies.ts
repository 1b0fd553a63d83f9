/** The cookies that pages read: session, language, theme, and the log's position of one's last write. */
export const SESSION_COOKIE = 'bitacora_sesion'
export const LOCALE_COOKIE = 'bitacora_idioma'
export const THEME_COOKIE = 'bitacora_tema'
export const POSITION_COOKIE = 'posicion'
/** `no` where this reader turned single keys off: https://www.w3.org/TR/WCAG22/#character-key-shortcuts */
export const KEYS_COOKIE = 'bitacora_teclas'
