/** A part of an export, and how far it has come. */
export interface ExportPart {
  readonly texto: string
  readonly eventos: number
  /** Events that were looked at, of how many: of the whole log, or of what was found where that is known before. */
  readonly hecho: number
  readonly total: number
}
