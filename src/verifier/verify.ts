import { fromHex, hex, join, sha256 } from './sha256'
import {
  COLUMNS,
  type Fields,
  type Head,
  hashes,
  isFields,
  Malformed,
  readHead,
  readLeaf,
  text,
  whole,
} from './shapes'
import { leafHash, rootOfPath, rootsOfConsistency } from './tree'

/** One thing that was looked at, and what came of it. */
export interface Linea {
  readonly bien: boolean
  readonly texto: string
}

export interface Resultado {
  readonly correcto: boolean
  readonly pruebas: number
  readonly contenidos: number
  readonly borrados: number
  readonly sellos: number
  readonly fallos: number
  readonly lineas: readonly Linea[]
}

// Of an export with millions of lines only so many failures are told one by one.
const TOLD = 200

/**
 * Checks proofs, exports, seals and consistency proofs, and nothing else: it asks no network and no database. Whose key
 * it is that signed, it can't know: that is compared with one that was kept elsewhere.
 */
export class Verifier {
  readonly #lines: Linea[] = []
  readonly #heads = new Map<string, boolean>()
  readonly #bySize = new Map<number, Head>()
  readonly #signedRoots = new Map<number, string>()
  #proofs = 0
  #contents = 0
  #erased = 0
  #failures = 0

  /** @param expectedKey the id of the only key that may have signed; any where it is empty */
  constructor(private readonly expectedKey = '') {}

  /** Checks one JSON document or one line of an export. */
  async check(document: unknown, where: string): Promise<void> {
    try {
      if (!isFields(document)) throw new Malformed('no es un objeto JSON')
      await this.#dispatch(document, where)
    } catch (error) {
      this.#fail(`${where}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  /** Counts a file that could not be read at all. */
  unreadable(where: string, why: string | null): void {
    this.#fail(`${where}: ${why ?? 'no se pudo leer'}`)
  }

  result(): Resultado {
    const looked = this.#proofs + this.#heads.size
    return {
      correcto: this.#failures === 0 && looked > 0,
      pruebas: this.#proofs,
      contenidos: this.#contents,
      borrados: this.#erased,
      sellos: this.#heads.size,
      fallos: this.#failures,
      lineas:
        looked > 0 || this.#failures > 0
          ? this.#lines
          : [...this.#lines, { bien: false, texto: 'No había nada que comprobar.' }],
    }
  }

  async #dispatch(document: Fields, where: string): Promise<void> {
    if (document.formato === 'bitacora.sello.v1') return void (await this.#head(document, where))
    if (document.formato === 'bitacora.consistencia.v1') return await this.#consistency(document, where)
    if ('cabeza' in document) await this.#head(document.cabeza, where)
    if (Array.isArray(document.pruebas)) {
      for (const [index, one] of document.pruebas.entries())
        this.#event(one, one, `${where}, prueba ${index + 1}`)
    } else if (isFields(document.prueba)) {
      if ('cabeza' in document.prueba) await this.#head(document.prueba.cabeza, where)
      this.#event(document.prueba, document, where)
    } else if ('hoja' in document) this.#event(document, document, where)
    else if (!('cabeza' in document)) throw new Malformed('no lleva ninguna prueba')
  }

  async #head(value: unknown, where: string): Promise<Head> {
    const head = readHead(value)
    this.#bySize.set(head.tamano, head)
    const name = JSON.stringify(head)
    if (this.#heads.has(name)) return head
    const key = fromBase64(head.clave_publica)
    const known = hex(sha256(key)).slice(0, 16) === head.clave_id
    const signed = known && (await isSigned(head, key))
    this.#heads.set(name, signed)
    const what = `${where}: sello de ${head.tamano} eventos, ${head.fecha}`
    if (!signed) this.#fail(`${what}: la firma no vale`)
    else if (this.expectedKey !== '' && head.clave_id !== this.expectedKey)
      this.#fail(`${what}: firmado con la clave ${head.clave_id}, no con la ${this.expectedKey}`)
    else this.#lines.push({ bien: true, texto: `${what}: firmado con la clave ${head.clave_id}` })
    if (signed) this.#compareRoots(head, what)
    return head
  }

  /** One log has one root at each size: two that are signed are two logs, each shown to somebody else. */
  #compareRoots({ tamano, raiz }: Head, what: string): void {
    const known = this.#signedRoots.get(tamano) ?? raiz
    this.#signedRoots.set(tamano, known)
    if (known !== raiz) this.#fail(`${what}: hay otro sello de ese tamaño, también firmado, con otra raíz`)
  }

  async #consistency(document: Fields, where: string): Promise<void> {
    const old = await this.#head(document.vieja, `${where}, sello viejo`)
    const next = await this.#head(document.nueva, `${where}, sello nuevo`)
    const roots = rootsOfConsistency(old.tamano, next.tamano, hashes(document, 'camino'), old.raiz)
    this.#proofs++
    if (roots === null || roots[0] !== old.raiz || roots[1] !== next.raiz)
      this.#fail(`${where}: el sello nuevo NO continúa el viejo`)
    else
      this.#lines.push({
        bien: true,
        texto: `${where}: los ${next.tamano} eventos del sello nuevo empiezan por los ${old.tamano} del viejo, sin cambios`,
      })
  }

  /** @param around what stands beside the proof on its line: it must say the same as the leaf */
  #event(proof: unknown, around: unknown, where: string): void {
    try {
      if (!isFields(proof) || !isFields(around)) throw new Malformed('no es una prueba')
      this.#proofs++
      const leaf = text(proof, 'hoja', /^\[/)
      const columns = readLeaf(leaf)
      const size = whole(proof, 'tamano')
      const head = this.#bySize.get(size)
      if (head === undefined) throw new Malformed(`no hay un sello de ${size} eventos antes de esta prueba`)
      const root = rootOfPath(whole(proof, 'indice'), size, hashes(proof, 'camino'), leafHash(leaf))
      if (root !== head.raiz)
        throw new Malformed('el camino no lleva a la raíz sellada: el evento no es el que se selló')
      this.#compare(columns, around)
      this.#content(columns, 'sal' in proof ? proof : around)
    } catch (error) {
      this.#fail(`${where}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  #compare(columns: Fields, around: Fields): void {
    for (const column of COLUMNS) {
      if (!(column in around)) continue
      const said = typeof around[column] === 'boolean' ? Number(around[column]) : around[column]
      if (said !== columns[column]) throw new Malformed(`«${column}» no es lo que se selló`)
    }
  }

  #content(columns: Fields, around: Fields): void {
    const { contenido, sal } = around
    if (contenido === undefined) return
    if (contenido === null) {
      if (columns.huella !== null) this.#erased++
      return
    }
    if (typeof contenido !== 'string' || typeof sal !== 'string')
      throw new Malformed('lleva un contenido sin su sal: no se puede comprobar')
    const found = hex(sha256(join(fromHex(sal), new TextEncoder().encode(contenido))))
    if (found !== columns.huella) throw new Malformed('el contenido no es el que se selló')
    this.#contents++
  }

  #fail(texto: string): void {
    this.#failures++
    if (this.#failures <= TOLD) this.#lines.push({ bien: false, texto })
  }
}

function fromBase64(value: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(value), (character) => character.charCodeAt(0))
}

/** Ed25519, RFC 8032. */
async function isSigned(head: Head, key: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const lines = ['bitacora.sello.v1', head.tamano, head.raiz, head.fecha, head.posicion, head.clave_id]
  const message = new TextEncoder().encode(lines.map((line) => `${line}\n`).join(''))
  // Browsers keep it from pages that came over plain http.
  const subtle: SubtleCrypto | undefined = crypto.subtle
  if (subtle === undefined)
    throw new Malformed(
      'este navegador no comprueba firmas en una página sin https: guárdela y ábrala como fichero',
    )
  const imported = await subtle
    .importKey('spki', key, { name: 'Ed25519' }, false, ['verify'])
    .catch(() => null)
  if (imported === null)
    throw new Malformed('este programa no sabe comprobar firmas Ed25519: use uno más nuevo, o Node 20')
  return await subtle.verify({ name: 'Ed25519' }, imported, fromBase64(head.firma), message)
}

/** What the lines come to, for people. */
export function summary(result: Resultado): string {
  const { pruebas, contenidos, borrados, sellos, fallos, correcto } = result
  const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`
  const parts = [
    count(pruebas, 'prueba', 'pruebas'),
    count(sellos, 'sello', 'sellos'),
    count(contenidos, 'contenido comprobado', 'contenidos comprobados'),
    ...(borrados > 0 ? [count(borrados, 'borrado', 'borrados')] : []),
    count(fallos, 'fallo', 'fallos'),
  ]
  return `${correcto ? 'CORRECTO' : 'NO ES CORRECTO'}: ${parts.join(', ')}.`
}

export const LIMITES =
  'Lo que esto no prueba: que estén todos los eventos que cumplen una condición, que lo que dicen sea cierto, ni que la clave sea la del servicio (compare su identificador con uno que usted haya guardado).'
