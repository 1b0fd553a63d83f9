/** The texts of the export form, in the reader's language. */
export interface ExportWords {
  readonly formato: string
  readonly csv: string
  readonly jsonl: string
  readonly xes: string
  readonly bom: string
  readonly boton: string
  readonly comprobando: string
  readonly pedida: string
  readonly sinConexion: string
}
