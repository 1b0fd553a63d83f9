import type { Database } from '@/db/client'
import type { StoredBackup } from '../formato/folder'
import type { BackupKey } from '../formato/key'
import { BackupBroken, type LogPoint } from '../formato/manifest'
import { unpack } from '../formato/pack'
import { cellsOf, inOrder, type Rows, readRegistro } from '../registro/read'
import { EVENT_COLUMNS, SIDE_TABLES, type SideTable } from '../registro/tables'
import { positionOf } from '../registro/write'
import { COPY_EVENTS } from '../replay'
import { type Goal, isBeyond } from './plan'

/** A backup goes on from another history than the one that is being restored. */
export class OtherHistory extends Error {
  override readonly name = 'OtherHistory'
  constructor(readonly copia: string) {
    super(`${copia} is of another history`)
  }
}

const [EVENT_ID, RECORDED] = [EVENT_COLUMNS.indexOf('evento_id'), EVENT_COLUMNS.indexOf('fecha_registro')]
/** Put back also where the backup is cut: what is of before it; see settleGrants for what is not. */
const KEPT_IN_A_CUT = ['usuarios', 'tokens_api', 'webhooks', 'sellos_claves', 'sellos']

/** Puts backups of the log into a database, one after another, as far as the goal. */
export class Applier {
  /** Rows that need the accounts' own, which are folded at the end. */
  readonly #hashes = new Map<string, string>()
  /** The tables of this backup that were emptied for its rows. */
  #emptied = new Set<string>()
  eventos = 0

  constructor(
    private readonly target: Database,
    private readonly goal: Goal,
    private readonly clave: BackupKey | null,
    public at: LogPoint,
  ) {}

  /** @throws OtherHistory before anything of it is written; BackupBroken */
  async apply(copia: StoredBackup, onProgress: (posicion: number) => void): Promise<void> {
    try {
      await this.#apply(copia, onProgress)
    } catch (error) {
      // What was read before the sums at its end may be damaged, and whatever it did wrong comes of that.
      if (!(error instanceof OtherHistory))
        for await (const _ of unpack(copia.carpeta, copia.manifest, this.clave));
      throw error
    }
  }

  async #apply(copia: StoredBackup, onProgress: (posicion: number) => void): Promise<void> {
    const { id, hasta, desde } = copia.manifest
    if (desde.posicion === this.at.posicion && desde.eventoId !== this.at.eventoId) throw new OtherHistory(id)
    const cut = isBeyond(this.goal, hasta)
    this.#emptied = new Set()
    for await (const rows of readRegistro(id, unpack(copia.carpeta, copia.manifest, this.clave))) {
      if (rows.tabla === 'interacciones') {
        await this.#events(id, inOrder(id, rows, EVENT_COLUMNS), cut)
        onProgress(this.at.posicion)
      } else if (!cut || KEPT_IN_A_CUT.includes(rows.tabla)) await this.#side(id, rows)
      await new Promise((resolve) => setImmediate(resolve))
    }
    if (!cut && this.at.eventoId !== hasta.eventoId) throw new BackupBroken(id, 'no llega hasta donde dice')
  }

  async #events(id: string, filas: readonly string[], cut: boolean): Promise<void> {
    const joint = filas.find((fila) => positionOf(fila) === this.at.posicion)
    if (joint !== undefined && cellsOf(id, joint)[EVENT_ID] !== this.at.eventoId) throw new OtherHistory(id)
    let fresh = filas.filter((fila) => positionOf(fila) > this.at.posicion)
    if (cut) fresh = fresh.filter((fila) => !isBeyond(this.goal, pointOf(id, fila)))
    const last = fresh.at(-1)
    if (last === undefined) return
    await this.target.as('admin').batch([{ statement: COPY_EVENTS, args: [`[${fresh.join(',')}]`] }])
    this.eventos += fresh.length
    this.at = pointOf(id, last)
  }

  async #side(id: string, rows: Rows): Promise<void> {
    const side = SIDE_TABLES.find(({ tabla }) => tabla === rows.tabla)
    if (!side) throw new BackupBroken(id, `tiene una tabla que esta versión no conoce: ${rows.tabla}`)
    const filas = inOrder(id, rows, side.columnas).filter((fila) => this.holds(id, side, fila))
    if (side.tabla === 'usuarios')
      for (const fila of filas) this.#hashes.set(String(cellsOf(id, fila)[0]), fila)
    else await this.writeSide(side, filas)
  }

  /** A seal of what is cut off would speak of events that are not there. */
  holds(id: string, { tabla, columnas }: SideTable, fila: string): boolean {
    return tabla !== 'sellos' || Number(cellsOf(id, fila)[columnas.indexOf('posicion')]) <= this.at.posicion
  }

  /** Rows of a table beside the log, as a backup or another database has them. */
  async writeSide(side: SideTable, filas: readonly string[]): Promise<void> {
    const empties = side.vaciar !== null && !this.#emptied.has(side.tabla)
    this.#emptied.add(side.tabla)
    await this.target
      .as(side.rol)
      .batch([
        ...(side.vaciar && empties ? [{ statement: side.vaciar, args: [] }] : []),
        { statement: side.escribir, args: [`[${filas.join(',')}]`] },
      ])
  }

  /** What had to wait for the accounts' rows. */
  async finish(): Promise<void> {
    const side = SIDE_TABLES.find(({ tabla }) => tabla === 'usuarios')
    if (side && this.#hashes.size > 0) await this.writeSide(side, [...this.#hashes.values()])
  }
}

function pointOf(id: string, fila: string): LogPoint {
  const cells = cellsOf(id, fila)
  return {
    posicion: positionOf(fila),
    eventoId: String(cells[EVENT_ID]),
    fecha: String(cells[RECORDED]),
  }
}
