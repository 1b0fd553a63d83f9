/** One line of the table: what runs, on what, and what it is compared with. */
export interface Contestant {
  readonly name: string
  readonly program: 'ours' | 'raw' | 'limit' | 'emmett'
  readonly place: 'many' | 'hot'
  readonly synchronous: 'FULL' | 'NORMAL'
  readonly callers: number
  /** Commands in each batch of a raw contestant. */
  readonly group: number
  /** The round trip of a remote contestant, in milliseconds. */
  readonly latency?: number
  /** The names of the lines that its ratios are to. */
  readonly against: readonly string[]
  readonly commands: number
}

/** Every line, in the order in which a round runs them; `scale` multiplies how many commands each times. */
export function contestants(scale: number): Contestant[] {
  const [few, many] = [600 * scale, 8192 * scale]
  const lines: Contestant[] = []
  for (const place of ['many', 'hot'] as const) {
    for (const synchronous of ['FULL', 'NORMAL'] as const) {
      const tail = `${place} ${synchronous}`
      const base = { place, synchronous, callers: 1, group: 1, against: [] }
      const [floor, ceiling, emmett] = [`floor ${tail}`, `ceiling x64 ${tail}`, `emmett 64 ${tail}`]
      const both = [ceiling, emmett]
      lines.push(
        { ...base, name: floor, program: 'raw', commands: few },
        { ...base, name: `ours 1 ${tail}`, program: 'ours', commands: few, against: [floor, emmett] },
        { ...base, name: ceiling, program: 'raw', group: 64, commands: many },
        { ...base, name: `engine x64 ${tail}`, program: 'limit', group: 64, commands: many },
        { ...base, name: emmett, program: 'emmett', callers: 64, commands: few },
        { ...base, name: `ours 64 ${tail}`, program: 'ours', callers: 64, commands: many, against: both },
        {
          ...base,
          name: `ours 256 ${tail}`,
          program: 'ours',
          callers: 256,
          commands: many,
          against: both,
        },
      )
    }
  }
  return [...lines, ...[0, 5, 20].flatMap((latency) => remote(latency, scale))]
}

function remote(latency: number, scale: number): Contestant[] {
  const base = { program: 'ours', place: 'many', synchronous: 'FULL', group: 1, latency } as const
  const one = `remote ${latency} ms 1`
  return [
    { ...base, name: one, callers: 1, commands: 50 * scale, against: [] },
    { ...base, name: `remote ${latency} ms 64`, callers: 64, commands: 1280 * scale, against: [one] },
  ]
}
