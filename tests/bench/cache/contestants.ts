import type { Task } from './scenario'

/** One line of the table. */
export interface Contestant {
  readonly name: string
  readonly lugar: 'archivo' | 'remota'
  readonly redis: 'sin' | 'tcp' | 'rest'
  readonly parte: Task['parte']
  readonly fria: boolean
  /** The line that its ratio is to. */
  readonly against: string | null
}

const WAYS = [
  { redis: 'sin', fria: false, modo: 'sin caché' },
  { redis: 'tcp', fria: true, modo: 'TCP, fría' },
  { redis: 'tcp', fria: false, modo: 'TCP, caliente' },
  { redis: 'rest', fria: true, modo: 'REST, fría' },
  { redis: 'rest', fria: false, modo: 'REST, caliente' },
] as const

/** Every line, in the order in which a round runs them. */
export const CONTESTANTS: readonly Contestant[] = (['archivo', 'remota'] as const).flatMap((lugar) =>
  (['detalle', 'linea'] as const).flatMap((parte) => {
    const name = (modo: string) => `${lugar} ${parte}, ${modo}`
    return WAYS.map(({ redis, fria, modo }) => ({
      name: name(modo),
      ...{ lugar, redis, parte, fria },
      against: redis === 'sin' ? null : name(WAYS[0].modo),
    }))
  }),
)
