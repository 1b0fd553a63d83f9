import type { Figures, Gauges } from '../snapshot'

/** How large a table is; null where that is not known. */
export interface TableSize {
  readonly filas: number | null
  readonly bytes: number | null
}

/** How far what follows the log is behind it. */
export interface Lag {
  readonly nombre: string
  readonly estado: string
  readonly eventosDetras: number
  readonly segundosDetras: number
}

/** How the queue stands. */
export interface QueueFacts {
  readonly vencidas: number
  readonly aplazadas: number
  readonly enMarcha: number
  readonly aparcadas: number
  /** For how long the oldest has been due, in seconds; 0 where none is. */
  readonly masAntigua: number
}

/** All that the thresholds are judged by. */
export interface Facts {
  /** What the last minutes added, of all processes. */
  readonly ventana: Figures
  /** The gauges of every process that lives. */
  readonly medidas: readonly Gauges[]
  readonly tamanos: ReadonlyMap<string, TableSize>
  /** Null where it could not be read. */
  readonly proyecciones: readonly Lag[] | null
  readonly cola: QueueFacts | null
  readonly redis: { readonly used_memory: number | null; readonly maxmemory: number | null } | null
  /** What other parts measure, by the names of their rules: backups, drills. */
  readonly otras: Readonly<Record<string, number | null>>
}
