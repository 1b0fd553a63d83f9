/** Counts equal things: the first of them is 0. */
export interface Occurrences {
  next(id: string): number
}

/** Begins to count. */
export function createOccurrences(): Occurrences {
  const seen = new Map<string, number>()
  return {
    next(id) {
      const n = seen.get(id) ?? 0
      seen.set(id, n + 1)
      return n
    },
  }
}
