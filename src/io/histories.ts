/** What is recorded of one history of a source so far. */
export interface Recorded<State> {
  ticketId: number | null
  /** The ticket's version when it was read or last written. */
  version: number
  /** What the next entry is the difference from; null before the first. */
  estado: State | null
  /** The ids of all recorded entries. */
  readonly filas: Set<string>
  /** Recorded entries that this run has not met yet, with their place among the others. */
  readonly pendientes: Map<string, string>
}

/** Nothing yet. */
export function emptyHistory<State>(): Recorded<State> {
  return { ticketId: null, version: 0, estado: null, filas: new Set(), pendientes: new Map() }
}

/** The histories that an import is busy with; those long past are forgotten, for the log has them. */
export interface Histories<State> {
  get(caso: string): Promise<Recorded<State>>
  /** Reads a history from the log again, after another process wrote to it; entries that were met stay so. */
  reload(caso: string, before: Recorded<State>): Promise<Recorded<State>>
}

/**
 * Holds at most `limit` histories, forgetting the one that was asked for least recently.
 * @param read reads from the log what is recorded of a history
 */
export function createHistories<State>(
  read: (caso: string) => Promise<Recorded<State>>,
  limit: number,
): Histories<State> {
  const held = new Map<string, Promise<Recorded<State>>>()
  const load = (caso: string) => {
    const recorded = read(caso)
    held.set(caso, recorded)
    return recorded
  }
  return {
    async get(caso) {
      const known = held.get(caso)
      if (!known) {
        const oldest = held.keys().next()
        if (held.size >= limit && !oldest.done) held.delete(oldest.value)
        return await load(caso)
      }
      held.delete(caso)
      held.set(caso, known)
      return await known
    },
    async reload(caso, before) {
      const recorded = await load(caso)
      const met = [...before.filas].filter((id) => !before.pendientes.has(id))
      for (const id of met) recorded.pendientes.delete(id)
      return recorded
    },
  }
}
