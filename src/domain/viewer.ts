import type { Rol } from './values'

/** Who looks: every query takes its viewer and shows what their role may see. */
export interface Viewer {
  readonly id: number
  readonly rol: Rol
}

/** Clients see their own tickets without internal notes; everyone else sees all of them with the notes. */
export function seesOnlyOwn(viewer: Viewer): boolean {
  return viewer.rol === 'cliente'
}
