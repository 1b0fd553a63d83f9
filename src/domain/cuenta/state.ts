import type { Idioma, Rol } from '../values'

/** What the events of an account add up to. The projected row adds dates and version to it. */
export interface CuentaState {
  readonly email: string
  readonly nombre: string
  readonly rol: Rol
  readonly activo: boolean
  /** What pages and mails speak to this person. */
  readonly idioma: Idioma
}
