import sax from 'sax'
import { type Attribute, isTipo } from './attributes'
import { type ElementProblem, type Gathered, gather, isPlain, takeRoom } from './element'
import { XesFailure } from './failure'
import type { Suceso, Traza, XesItem } from './items'
import { createOccurrences } from './occurrences'

type Frame =
  | { readonly papel: 'log' | 'trace' | 'event' | 'values' | 'ignorado' }
  | { readonly papel: 'atributo'; readonly atributo: Attribute; texto: string }

const MAX_DEPTH = 64
const MAX_XML_ATTRIBUTES = 100
const MAX_TEXT = 1024 * 1024

/** Reads a log piece by piece: each piece of its text gives the items that it completes. */
export class XesParser {
  private readonly sax: sax.SAXParser
  private readonly stack: Frame[] = []
  private readonly clasificadores = new Map<string, readonly string[]>()
  private readonly log = gather(1)
  private trace: (Gathered & { traza: Traza | null; sucesos: number }) | null = null
  private event: Gathered | null = null
  private announced = false
  private attributes = 0
  private items: XesItem[] = []

  constructor() {
    // A value above this stops the reading; sax looks after each piece, so that memory holds no more.
    Object.assign(sax, { MAX_BUFFER_LENGTH: MAX_TEXT })
    const options = { strictEntities: true, position: true }
    this.sax = sax.parser(true, options)
    this.sax.onopentag = (tag) => this.open(tag.name.replace(/^.*:/, ''), attributesOf(tag))
    this.sax.onattribute = () => this.countAttribute()
    this.sax.onclosetag = () => this.close()
    this.sax.ontext = (text) => this.text(text)
    this.sax.oncdata = (text) => this.text(text)
    this.sax.ondoctype = () => this.fail('dtd')
    this.sax.onsgmldeclaration = () => this.fail('dtd')
    this.sax.onerror = (error) => this.error(error)
  }

  /** @throws XesFailure where the text is no log that can be read on */
  write(text: string): XesItem[] {
    this.sax.write(text)
    return this.take()
  }

  /** @throws XesFailure where the log does not end here */
  end(): XesItem[] {
    this.sax.close()
    if (!this.announced) throw new XesFailure('raiz', 1)
    return this.take()
  }

  /** A failure of the bytes around the XML, with the line that was reached. */
  placed({ tipo, detalle }: XesFailure): XesFailure {
    return new XesFailure(tipo, this.linea, detalle)
  }

  /** What was completed and not given out yet: also what stood before a failure. */
  take(): XesItem[] {
    const { items } = this
    this.items = []
    return items
  }

  private get linea(): number {
    return this.sax.line + 1
  }

  private fail(tipo: XesFailure['tipo'], detalle = ''): never {
    throw new XesFailure(tipo, this.linea, detalle)
  }

  private error({ message }: Error): void {
    const detalle = message.replace(/\n.*/s, '')
    if (detalle === 'Invalid character entity' && this.stack.length > 0) {
      // NUL and its like, written as a number: the element is bad, the rest of the file is not.
      this.spoil({ tipo: 'caracter', clave: '' })
      this.sax.resume()
      return
    }
    if (/^(Unclosed root tag|Unexpected end)/.test(detalle)) this.fail('cortado', detalle)
    if (/^Max buffer length/.test(detalle)) this.fail('tamano')
    this.fail(this.stack.length === 0 && !this.announced ? 'raiz' : 'xml', detalle)
  }

  /** Notes what is wrong with the innermost element; what can't take the note any more tells of it here. */
  private spoil(problema: ElementProblem): void {
    const owner = this.owner()
    const told = owner === this.log || (owner === this.trace && this.trace.traza !== null)
    if (told && owner.problema === null) this.items.push({ tipo: 'problema', linea: this.linea, problema })
    owner.problema ??= problema
  }

  /** sax holds an element's attributes until its tag ends. */
  private countAttribute(): void {
    this.attributes++
    if (this.attributes > MAX_XML_ATTRIBUTES) this.fail('tamano')
  }

  /** The innermost log, trace or event. */
  private owner(): Gathered {
    return this.event ?? this.trace ?? this.log
  }

  private open(name: string, given: ReadonlyMap<string, string>): void {
    const top = this.stack.at(-1)
    this.attributes = 0
    if (this.stack.length >= MAX_DEPTH) this.fail('profundidad')
    this.stack.push(top === undefined ? this.openLog(name) : this.openInside(top, name, given))
  }

  private openLog(name: string): Frame {
    if (this.announced) this.fail('xml', 'hay más de un elemento raíz')
    if (name !== 'log') this.fail('raiz', name)
    return { papel: 'log' }
  }

  private openInside(top: Frame, name: string, given: ReadonlyMap<string, string>): Frame {
    const { papel } = top
    if (papel === 'ignorado') return top
    if (isTipo(name)) return this.openAttribute(name, given)
    if (papel === 'log' && name === 'trace') return this.openTrace()
    if (papel === 'trace' && name === 'event') return this.openEvent()
    if (papel === 'atributo' && name === 'values') return { papel: 'values' }
    if (papel === 'log' && name === 'classifier') this.classifier(given)
    // Values of a global are examples of what elements may hold, not what they hold.
    else if (papel !== 'log' || (name !== 'extension' && name !== 'global')) this.unknown(papel, name)
    return { papel: 'ignorado' }
  }

  private unknown(papel: Frame['papel'], nombre: string): void {
    const problema = { tipo: 'elemento', nombre } as const
    if (papel === 'log') this.items.push({ tipo: 'problema', linea: this.linea, problema })
    else this.spoil(problema)
  }

  private classifier(given: ReadonlyMap<string, string>): void {
    const keys = [...(given.get('keys') ?? '').matchAll(/'([^']*)'|(\S+)/g)]
    if (this.clasificadores.size < 100)
      this.clasificadores.set(
        given.get('name') ?? '',
        keys.map(([, quoted, plain]) => quoted ?? plain ?? ''),
      )
  }

  private openTrace(): Frame {
    this.announce()
    this.trace = { ...gather(this.linea), traza: null, sucesos: 0 }
    return { papel: 'trace' }
  }

  private openEvent(): Frame {
    this.event = gather(this.linea)
    if (this.trace) this.trace.traza ??= toTraza(this.trace)
    return { papel: 'event' }
  }

  private announce(): void {
    if (this.announced) return
    this.announced = true
    const { atributos } = this.log
    this.items.push({ tipo: 'registro', registro: { atributos, clasificadores: this.clasificadores } })
  }

  private openAttribute(tipo: Attribute['tipo'], given: ReadonlyMap<string, string>): Frame {
    const [clave, valor = null] = [given.get('key'), given.get('value')]
    const atributo: Attribute = { clave: clave ?? '', tipo, valor, hijos: [] }
    if (clave === undefined) this.spoil({ tipo: 'sin_clave' })
    else if (!isPlain(clave) || !isPlain(valor ?? '')) this.spoil({ tipo: 'caracter', clave })
    else if (this.takeRoom(clave.length + (valor?.length ?? 0))) this.place(this.owner(), atributo)
    return { papel: 'atributo', atributo, texto: '' }
  }

  private takeRoom(characters: number): boolean {
    const room = takeRoom(this.owner(), characters)
    if (!room) this.spoil({ tipo: 'demasiado' })
    return room
  }

  private place(owner: Gathered, atributo: Attribute): void {
    // `values` is no attribute of its own: what is in it belongs to the list around it.
    const around = this.stack.findLast(({ papel }) => papel !== 'values')
    if (around?.papel === 'atributo') around.atributo.hijos.push(atributo)
    else if (owner === this.trace && this.trace.traza)
      this.items.push({
        tipo: 'problema',
        linea: this.linea,
        problema: { tipo: 'atributo_tardio', clave: atributo.clave },
      })
    else if (owner !== this.log || !this.announced) owner.atributos.push(atributo)
  }

  /** The schema puts values into `value`; some writers put them between the tags. */
  private text(text: string): void {
    const top = this.stack.at(-1)
    if (top?.papel === 'atributo' && top.texto.length < MAX_TEXT) top.texto += text
  }

  private close(): void {
    const frame = this.stack.pop()
    if (frame?.papel === 'atributo') this.closeAttribute(frame.atributo, frame.texto)
    if (frame?.papel === 'event') this.closeEvent()
    if (frame?.papel === 'trace') this.closeTrace()
    if (frame?.papel === 'log') this.announce()
  }

  private closeAttribute(atributo: Attribute, texto: string): void {
    const { clave, tipo, valor } = atributo
    if (valor !== null || tipo === 'list' || tipo === 'container') return
    if (texto.trim() === '') this.spoil({ tipo: 'sin_valor', clave })
    else if (!isPlain(texto)) this.spoil({ tipo: 'caracter', clave })
    else if (this.takeRoom(texto.length)) atributo.valor = texto
  }

  private closeEvent(): void {
    const { trace, event } = this
    this.event = null
    if (!trace?.traza || !event) return
    const { linea, atributos, problema } = event
    const suceso: Suceso = { linea, indice: trace.sucesos++, atributos, problema, traza: trace.traza }
    this.items.push({ tipo: 'suceso', suceso })
  }

  private closeTrace(): void {
    const { trace } = this
    this.trace = null
    if (trace && trace.sucesos === 0)
      this.items.push({ tipo: 'problema', linea: trace.linea, problema: { tipo: 'traza_vacia' } })
  }
}

function toTraza({ linea, atributos, problema }: Gathered): Traza {
  return { linea, atributos, problema, ocurrencias: createOccurrences() }
}

function attributesOf(tag: sax.Tag | sax.QualifiedTag): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(tag.attributes).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value] as const] : [],
    ),
  )
}
