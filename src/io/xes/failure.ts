/** Why a file can't be read on from some place. */
export type FailureKind =
  /** Its outermost element is not `log`. */
  | 'raiz'
  /** It is not well-formed XML. */
  | 'xml'
  /** It ends in the middle: of the XML, or of the gzip stream around it. */
  | 'cortado'
  | 'gzip'
  | 'codificacion'
  /** A document type: with it come entities that grow without bound and files that are read on the side. */
  | 'dtd'
  | 'profundidad'
  | 'tamano'

/** The file can't be read on: whatever came before that place was read. */
export class XesFailure extends Error {
  override readonly name = 'XesFailure'
  constructor(
    readonly tipo: FailureKind,
    /** Where in the XML; null where that is not known. */
    readonly linea: number | null,
    /** What was found there. */
    readonly detalle: string = '',
  ) {
    super(`${tipo} at line ${linea ?? '?'}: ${detalle}`)
  }
}
