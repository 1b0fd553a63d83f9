/** The cookies that pages read: session, link in use, language, theme, columns, and the log's position of one's last write. */
export const SESSION_COOKIE = 'bitacora_sesion'
export const LINK_COOKIE = 'bitacora_enlace'
export const LOCALE_COOKIE = 'bitacora_idioma'
export const THEME_COOKIE = 'bitacora_tema'
/** Which columns of the ticket list this reader wants. */
export const COLUMNS_COOKIE = 'bitacora_columnas'
export const POSITION_COOKIE = 'posicion'
/** `no` where this reader turned single keys off: https://www.w3.org/TR/WCAG22/#character-key-shortcuts */
export const KEYS_COOKIE = 'bitacora_teclas'
