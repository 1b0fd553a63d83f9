/** Where a text leaves the place for a number that only the browser knows. */
export const MARK = '#'

/** The texts of the export form, in the reader's language. */
export interface ExportWords {
  readonly formato: string
  readonly csv: string
  readonly jsonl: string
  readonly bom: string
  readonly boton: string
  readonly preparando: string
  readonly recibidos: string
  readonly hecho: string
  readonly fallo: string
}
