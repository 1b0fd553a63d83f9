import type { BatchItem, Connection } from '@/db/client'
import type { Recorded } from '@/domain/events'

/** A table that a projection fills: what a rebuild compares row by row. */
export interface ProjectedTable {
  readonly table: string
  /** The key's columns, in the order that rows are paged by. */
  readonly key: readonly string[]
  readonly columns: readonly string[]
}

export type InlineName = 'usuarios' | 'tickets'
export type CatchUpName = 'tickets_versiones' | 'busqueda' | 'resumen' | 'auditoria'
export type ProjectionName = InlineName | CatchUpName
/** What has a checkpoint of the projectors: the projections, and the outbox, which no rebuild knows. */
export type CheckpointName = ProjectionName | 'outbox'

/** True for the projections that commands write themselves. */
export function isInline(nombre: CheckpointName): nombre is InlineName {
  return nombre === 'tickets' || nombre === 'usuarios'
}

/** What follows the log behind the commands, event by event, its writes and its checkpoint in one transaction. */
export interface LogFollower {
  readonly nombre: CatchUpName | 'outbox'
  readonly version: number
  /**
   * The writes that take its tables over the next events.
   * @param db reads only
   * @param events following on what is projected: in order of the log, or, in a rebuild, stream by stream
   * @throws when a history is broken: the projection stops there
   */
  prepare(db: Connection, events: readonly Recorded[]): Promise<readonly BatchItem[]>
}

/**
 * A projection that follows the log. It reads its own tables and the events, nothing else, and no row of it may depend on
 * how events of different streams lie to each other: so the same events give the same rows beside the log, in a rebuild,
 * which takes stream after stream, and in a replay.
 */
export interface CatchUpProjection extends LogFollower {
  readonly nombre: CatchUpName
  /** Raised whenever the same events would give other rows: a stored one that differs is rebuilt. */
  readonly version: number
  readonly tables: readonly ProjectedTable[]
}

/** The streams of these events that began before them: those whose rows must be loaded. */
export function knownStreams(events: readonly Recorded[], tipo: 'ticket' | 'cuenta'): number[] {
  const first = new Map<number, number>()
  for (const { sobre } of events)
    if (sobre.sujeto.tipo === tipo && !first.has(sobre.sujeto.id)) first.set(sobre.sujeto.id, sobre.version)
  return [...first].flatMap(([id, version]) => (version > 1 ? [id] : []))
}
