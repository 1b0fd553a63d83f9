/** What somebody does, one after another's step in whatever order the schedule says. */
export type Deed =
  | 'leer'
  | 'leer_cuenta'
  | 'escribir'
  | 'renombrar'
  | 'seguir'
  | 'desalojar'
  | 'desalojar_cuenta'
  | 'perder_estado'
  | 'vaciar'
  | 'llenar'
  | 'esperar'
