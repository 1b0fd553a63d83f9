/** The cookies that pages read: session, the link being used, language, theme, and the log's position of one's last write. */
export const SESSION_COOKIE = 'bitacora_sesion'
export const LINK_COOKIE = 'bitacora_enlace'
export const LOCALE_COOKIE = 'bitacora_idioma'
export const THEME_COOKIE = 'bitacora_tema'
export const POSITION_COOKIE = 'posicion'
