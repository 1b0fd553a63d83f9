import { ZodError } from 'zod'
import type { Connection } from '@/db/client'
import { judgeContent } from './contents'
import type { Hallazgo, InformeAuditoria } from './findings'
import type { Cabeza } from './head'
import { brokenKey } from './keys'
import { explain, REACH } from './locate'
import { Frontier } from './merkle'
import { BEFORE_ALL, LEAVES_AT_ONCE, type ReadEvent, readEvents } from './read'
import { RootChecks, type Roots } from './roots'
import { type Extent, readExtent, readKeys, sealsAfter } from './store'
import { brokenUpperTile, StoredLeaves } from './stored-leaves'
import { TILE } from './tiles'

export interface VerifyOptions {
  /** Heads that were kept elsewhere. */
  readonly contra?: readonly Cabeza[]
  readonly onProgress?: (hechos: number) => void
}

/**
 * Computes the whole tree anew from the log and compares it with the stored one, with every seal and with the heads that
 * were kept elsewhere. Never stops at a finding; names the first place of each kind. The service may go on meanwhile:
 * what is appended and sealed after it began is left to the next one.
 * @param db a connection under `admin`
 */
export async function verifyLog(db: Connection, options: VerifyOptions = {}): Promise<InformeAuditoria> {
  const keys = await guarded(() => readKeys(db))
  const extent = await guarded(() => readExtent(db))
  const verification = new Verification(
    db,
    new RootChecks(keys.value ?? []),
    extent.value ?? UNREADABLE,
    options,
  )
  for (const { finding } of [keys, extent]) if (finding) verification.findings.push(finding)
  const broken = brokenKey(keys.value ?? [])
  if (broken) verification.findings.push({ clase: 'clave', claveId: broken.clave_id })
  await verification.run()
  return { ...(await verification.report()), claves: keys.value?.length ?? 0 }
}

const UNREADABLE: Extent = { sellado: 0, hojas: 0, cabeza: Number.MAX_SAFE_INTEGER }

interface Guarded<T> {
  readonly value: T | null
  readonly finding: Hallazgo | null
}

/** A table of the seals may hold anything, too: what is no seal, key or tile is a finding. */
async function guarded<T>(read: () => Promise<T>): Promise<Guarded<T>> {
  try {
    return { value: await read(), finding: null }
  } catch (error) {
    if (!(error instanceof ZodError)) throw error
    const [issue] = error.issues
    return { value: null, finding: { clase: 'tabla', detalle: issue?.path.join('.') ?? '' } }
  }
}

type Stop = { readonly tamano: number; check(roots: Roots): void }

class Verification {
  readonly findings: Hallazgo[] = []
  readonly #upper: Buffer[][] = []
  readonly #log = new Frontier((nivel, hash) => this.#keep(nivel, hash))
  /** The stored tree, from where it differs from the log on. */
  #tree: Frontier | null = null
  #difference: { readonly antes: number | null; readonly indice: number } | null = null
  readonly #leaves: StoredLeaves
  #stops: Stop[] = []
  #sealsRead = 0
  #seals = 0
  #allSeals = false
  #last: number | null = null
  #lastSeal = 0
  #borrados = 0
  #unsealedFrom: number | null = null

  constructor(
    private readonly db: Connection,
    private readonly checks: RootChecks,
    private readonly extent: Extent,
    private readonly options: VerifyOptions,
  ) {
    this.#leaves = new StoredLeaves(db, extent.hojas)
    this.#stops = (options.contra ?? []).map((head) => ({
      tamano: head.tamano,
      check: (roots) => checks.head(head, roots),
    }))
  }

  async run(): Promise<void> {
    for (;;) {
      const range = { desde: this.#last ?? BEFORE_ALL, hasta: this.extent.cabeza }
      const events = await readEvents(this.db, range, LEAVES_AT_ONCE)
      if (events.length === 0) break
      await this.#loadStops(this.#log.size + events.length)
      const stored = await this.#stored(this.#log.size, events.length)
      for (const [index, event] of events.entries()) this.#take(event, stored[index])
      this.options.onProgress?.(this.#log.size)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await this.#drain()
    if (this.#difference === null) {
      const upper = await guarded(() => brokenUpperTile(this.db, this.#leaves.size, this.#upper))
      if (upper.value) this.findings.push({ clase: 'arbol', ...upper.value })
      if (upper.finding) this.findings.push(upper.finding)
    }
  }

  async #stored(from: number, count: number): Promise<readonly Buffer[]> {
    const { value, finding } = await guarded(() => this.#leaves.slice(from, count))
    if (finding) this.findings.push(finding)
    return value ?? []
  }

  async #loadStops(until: number): Promise<void> {
    while (!this.#allSeals && this.#sealsRead < until) {
      const { value, finding } = await guarded(() =>
        sealsAfter(this.db, this.#sealsRead, this.extent.sellado),
      )
      if (finding) this.findings.push(finding)
      const seals = value ?? []
      this.#allSeals = seals.length === 0
      this.#seals += seals.length
      this.#sealsRead = seals.at(-1)?.tamano ?? this.#sealsRead
      for (const seal of seals) this.#stops.push({ tamano: seal.tamano, check: this.#checkSeal(seal) })
    }
    this.#stops.sort((left, right) => left.tamano - right.tamano)
  }

  #checkSeal(seal: Cabeza): Stop['check'] {
    return (roots) => {
      this.checks.seal(seal, roots)
      this.#lastSeal = seal.tamano
      this.#unsealedFrom = null
    }
  }

  #take(event: ReadEvent, stored: Buffer | undefined): void {
    const indice = this.#log.size
    if (this.#tree === null && stored && !stored.equals(event.hash)) this.#differ()
    if (this.#tree === null && stored && indice % TILE === 0) this.#checkFirst(indice / TILE, event.id)
    this.#log.push(event.hash)
    if (this.#tree && stored) this.#tree.push(stored)
    this.#last = event.id
    this.#unsealedFrom ??= event.id
    this.#judge(event)
    if (this.#stops[0]?.tamano === this.#log.size) this.#stop(this.#log.root(), event.id)
  }

  #differ(): void {
    this.#tree = this.#log.copy()
    this.#difference = { antes: this.#last, indice: this.#log.size }
  }

  #checkFirst(indice: number, id: number): void {
    if (this.#leaves.firstOf(indice) !== id) this.#once({ clase: 'arbol', nivel: 0, indice })
  }

  #judge({ id, contents }: ReadEvent): void {
    const juicio = judgeContent(contents)
    if (juicio === 'borrado') this.#borrados++
    if (juicio === 'contradice') this.#once({ clase: 'contenido', posicion: id })
  }

  /** The first of its kind: the rest would bury it. */
  #once(finding: Hallazgo): void {
    if (!this.findings.some(({ clase }) => clase === finding.clase)) this.findings.push(finding)
  }

  #stop(registro: Buffer | null, posicion: number | null): void {
    const { size } = registro === null ? (this.#tree ?? this.#log) : this.#log
    const tree = this.#tree ?? this.#log
    const guardada = tree.size === size && size <= this.#leaves.size ? tree.root() : null
    while (this.#stops[0]?.tamano === size) this.#stops.shift()?.check({ registro, guardada, posicion })
  }

  /** The stored tree beyond the log's end, and the seals and heads beyond both. */
  async #drain(): Promise<void> {
    if (this.#log.size < this.#leaves.size && this.#tree === null) this.#differ()
    await this.#loadStops(Number.MAX_SAFE_INTEGER)
    for (let size = this.#tree?.size ?? this.#leaves.size; size < this.#leaves.size; ) {
      const stored = await this.#stored(size, LEAVES_AT_ONCE)
      for (const leaf of stored) {
        this.#tree?.push(leaf)
        if (this.#stops[0]?.tamano === this.#tree?.size) this.#stop(null, null)
      }
      size += LEAVES_AT_ONCE
    }
    for (const stop of this.#stops) stop.check({ registro: null, guardada: null, posicion: null })
  }

  #keep(nivel: number, hash: Buffer): void {
    if (nivel % 8 !== 0) return
    const level = this.#upper[nivel / 8 - 1] ?? []
    this.#upper[nivel / 8 - 1] = level
    level.push(hash)
  }

  async report(): Promise<Omit<InformeAuditoria, 'claves'>> {
    const { logBroken, treeBroken, logHolds, positionHolds } = this.checks
    const hallazgos = [...(await this.#explainDifference()), ...this.findings, ...this.checks.findings]
    if (logBroken !== null && (this.#difference === null || treeBroken !== null))
      hallazgos.push({ clase: 'sello', tamano: logBroken, motivo: 'raiz' })
    const [desde, hasta] = [this.#unsealedFrom, this.#last]
    return {
      eventos: this.#log.size,
      confirmados: logHolds,
      posicionConfirmada: positionHolds,
      sellos: this.#seals,
      borrados: this.#borrados,
      sinSellar:
        desde === null || hasta === null ? null : { desde, hasta, eventos: this.#log.size - this.#lastSeal },
      comparadas: this.options.contra?.length ?? 0,
      hallazgos,
    }
  }

  async #explainDifference(): Promise<Hallazgo[]> {
    const { logBroken, treeBroken } = this.checks
    if (this.#difference === null) {
      // No leaf differs, but a seal speaks of more leaves than are stored.
      const short = logBroken === null && treeBroken !== null
      return short ? [{ clase: 'arbol', nivel: 0, indice: Math.floor(this.#leaves.size / TILE) }] : []
    }
    const { antes, indice } = this.#difference
    // The seals decide which of the two was changed.
    if (logBroken === null && treeBroken !== null)
      return [{ clase: 'arbol', nivel: 0, indice: Math.floor(indice / TILE) }]
    const again = new StoredLeaves(this.db, this.#leaves.size)
    const { value } = await guarded(() => again.slice(indice, REACH))
    const { db, extent } = this
    const cuantas = this.#leaves.size - indice
    const alteracion = await explain({
      db,
      antes,
      cabeza: extent.cabeza,
      guardadas: value ?? [],
      cuantas,
    })
    return [{ clase: 'evento', ...alteracion, sellado: logBroken !== null && treeBroken === null }]
  }
}
