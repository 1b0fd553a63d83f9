import { listBackups, type StoredBackup } from '../formato/folder'
import type { BackupKey } from '../formato/key'
import type { LogPoint } from '../formato/manifest'

/** What is wanted back: all there is, the log up to a position or an instant of recorded time, or one backup. */
export type Goal =
  | { readonly tipo: 'ultimo' }
  | { readonly tipo: 'posicion'; readonly posicion: number }
  | { readonly tipo: 'instante'; readonly instante: string }
  | { readonly tipo: 'copia'; readonly id: string }

/** Which backups it takes, in order. */
export interface RestorePlan {
  readonly base: StoredBackup
  readonly segmentos: readonly StoredBackup[]
  /** The last event of the last one; the goal may lie before it. */
  readonly alcanza: LogPoint
}

/** The backups that there are don't lead there; the message says how far they do. */
export class RestoreImpossible extends Error {
  override readonly name = 'RestoreImpossible'
}

/** True where an event of the log is behind what is wanted. */
export function isBeyond(goal: Goal, { posicion, fecha }: Pick<LogPoint, 'posicion' | 'fecha'>): boolean {
  if (goal.tipo === 'posicion') return posicion > goal.posicion
  return goal.tipo === 'instante' && fecha !== null && fecha > goal.instante
}

/**
 * Finds the backups that lead to a goal. Several folders may hold parts of it: a full backup here, the stream there.
 * @param without backups that turned out to be of another log
 * @throws RestoreImpossible
 */
export async function planRestore(
  carpetas: readonly string[],
  goal: Goal,
  clave: BackupKey | null,
  without: ReadonlySet<string> = new Set(),
): Promise<RestorePlan> {
  const listings = await Promise.all(carpetas.map((carpeta) => listBackups(carpeta, clave)))
  const all = listings.flatMap(({ copias }) => copias)
  const copias = all.filter(({ manifest }) => !without.has(manifest.id))
  if (goal.tipo === 'copia') return chainOf(copias, goal.id)
  const [best] = copias
    .filter(({ manifest }) => manifest.clase === 'completa')
    .map((base) => candidate(base, copias, goal))
    .sort(better)
  if (best === undefined)
    throw new RestoreImpossible(`no hay ninguna copia completa que se pueda leer en ${carpetas.join(', ')}`)
  if (goal.tipo === 'posicion' && best.plan.alcanza.posicion < goal.posicion)
    throw new RestoreImpossible(
      `las copias llegan hasta la posición ${best.plan.alcanza.posicion} (${best.plan.alcanza.fecha ?? ''})`,
    )
  return best.plan
}

/** A backup with all that it goes on from. */
function chainOf(copias: readonly StoredBackup[], id: string): RestorePlan {
  const chain: StoredBackup[] = []
  for (let wanted: string | null = id; wanted !== null; ) {
    const found: StoredBackup | undefined = copias.find(({ manifest }) => manifest.id === wanted)
    if (!found) throw new RestoreImpossible(`falta la copia ${wanted}, o no se puede leer`)
    const sum = chain[0]?.manifest.anterior?.suma
    if (sum !== undefined && sum !== found.suma) throw new RestoreImpossible(`${wanted} no es la que era`)
    chain.unshift(found)
    wanted = found.manifest.anterior?.id ?? null
  }
  const [base, ...segmentos] = chain
  const last = chain.at(-1)
  if (!base || !last) throw new RestoreImpossible(`falta la copia ${id}`)
  return { base, segmentos, alcanza: last.manifest.hasta }
}

interface Candidate {
  readonly plan: RestorePlan
  /** When the newest backup was made that it could be led on to: which of several histories is the one in force. */
  readonly punta: string
  readonly pasada: boolean
}

function candidate(base: StoredBackup, copias: readonly StoredBackup[], goal: Goal): Candidate {
  const whole = extend(base, copias, { tipo: 'ultimo' })
  const plan = extend(base, copias, goal)
  return {
    plan,
    punta: (whole.segmentos.at(-1) ?? base).manifest.fecha,
    pasada: isBeyond(goal, base.manifest.hasta),
  }
}

/** The history in force; then no more than must be cut off; a file before a log that must be folded; the nearest. */
function better(left: Candidate, right: Candidate): number {
  const [a, b] = [left.plan.base.manifest, right.plan.base.manifest]
  const nearest = b.hasta.posicion - a.hasta.posicion
  return (
    right.punta.localeCompare(left.punta) ||
    Number(left.pasada) - Number(right.pasada) ||
    a.contenido.localeCompare(b.contenido) ||
    (left.pasada ? -nearest : nearest) ||
    b.fecha.localeCompare(a.fecha)
  )
}

/** From a full backup on, each time the backup that follows it, or else the one that leads furthest, until the goal. */
function extend(base: StoredBackup, copias: readonly StoredBackup[], goal: Goal): RestorePlan {
  const segmentos: StoredBackup[] = []
  let last = base
  for (;;) {
    const at = last.manifest.hasta
    const arrived = isBeyond(goal, at) || (goal.tipo === 'posicion' && at.posicion === goal.posicion)
    // One without events may hold a seal that the next one leaves to it.
    const linked = copias.filter(({ manifest }) => manifest.anterior?.suma === last.suma)
    const ways = linked.length > 0 ? linked : copias.filter((copia) => goesOnFrom(copia, at))
    const next = arrived ? undefined : ways.sort(furthest).at(0)
    if (next === undefined) return { base, segmentos, alcanza: at }
    segmentos.push(next)
    last = next
  }
}

function furthest(left: StoredBackup, right: StoredBackup): number {
  return right.manifest.hasta.posicion - left.manifest.hasta.posicion
}

function goesOnFrom({ manifest: { contenido, desde, hasta } }: StoredBackup, at: LogPoint): boolean {
  if (contenido !== 'registro' || desde.posicion > at.posicion || hasta.posicion <= at.posicion) return false
  // One that began before is known to be of this log only when its events are read.
  return desde.posicion < at.posicion || desde.eventoId === at.eventoId
}
