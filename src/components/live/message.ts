import { hasFields } from '../has-fields'

/** One thing that happened to a ticket. */
interface LiveChange {
  readonly ticketId: number
  readonly version: number
  readonly tipo: string
  readonly autorId: number
  readonly autor: string
}

export interface LiveNews {
  /** The log's position that everything up to has been told. */
  readonly posicion: number
  /** True where more happened than is told one by one. */
  readonly todo: boolean
  readonly cambios: readonly LiveChange[]
}

/** Whose company has changed. */
interface PresenceNews {
  readonly ticketId: number
}

/** Between the tabs of one browser: one of them holds the stream, and says on what it hears. */
export type LiveMessage =
  | { readonly tipo: 'novedades'; readonly novedades: LiveNews }
  | ({ readonly tipo: 'presencia' } & PresenceNews)
  | { readonly tipo: 'conexion'; readonly conectado: boolean }
  | { readonly tipo: 'pregunta' }

const isChange = (raw: unknown): raw is LiveChange =>
  hasFields(raw, {
    ticketId: 'number',
    version: 'number',
    tipo: 'string',
    autorId: 'number',
    autor: 'string',
  })

/** True for what the stream tells of. */
export function isLiveNews(raw: unknown): raw is LiveNews {
  if (!hasFields(raw, { posicion: 'number', todo: 'boolean' })) return false
  return Array.isArray(raw.cambios) && raw.cambios.every(isChange)
}

/** True for what the stream says when somebody comes to a ticket or goes. */
export function isPresenceNews(raw: unknown): raw is PresenceNews {
  return hasFields(raw, { ticketId: 'number' })
}

/** True for what tabs tell each other; an older build's tab may say something else. */
export function isLiveMessage(raw: unknown): raw is LiveMessage {
  if (!hasFields(raw, { tipo: 'string' })) return false
  switch (raw.tipo) {
    case 'novedades':
      return isLiveNews(raw.novedades)
    case 'presencia':
      return isPresenceNews(raw)
    case 'conexion':
      return typeof raw.conectado === 'boolean'
    default:
      return raw.tipo === 'pregunta'
  }
}
