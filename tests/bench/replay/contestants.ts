/** One line of the table: what runs, on which file, and what it is compared with. */
export interface Contestant {
  readonly name: string
  readonly program: 'limit' | 'upserts' | 'ours' | 'emmett' | 'commands'
  readonly mode: string
  /** The log alone, or with all projections; a copy where it is changed. */
  readonly place: 'registro' | 'lleno'
  readonly copied: boolean
  /** Takes only the beginning of the log: its rate is what counts. */
  readonly part: boolean
  /** A rebuild that another process does meanwhile. */
  readonly beside: boolean
  /** The line that its ratio is to. */
  readonly against: string | null
}

const LIMIT = 'límite'
const ALONE = 'comandos solos'

function line(
  name: string,
  program: Contestant['program'],
  mode: string,
  rest: Partial<Contestant>,
): Contestant {
  const base = { place: 'lleno', copied: false, part: false, beside: false, against: LIMIT } as const
  return { name, program, mode, ...base, ...rest }
}

/** Every line, in the order in which a round runs them. */
export const CONTESTANTS: readonly Contestant[] = [
  line(LIMIT, 'limit', '', { against: null }),
  line('reconstruir tickets', 'ours', 'tickets', {}),
  line('reconstruir todas', 'ours', 'todas', {}),
  line('verificar', 'ours', 'verificar', {}),
  line('desde vacío tickets', 'ours', 'tickets vacía', { place: 'registro', copied: true }),
  line('seguir las tres', 'ours', 'seguir', { place: 'registro', copied: true }),
  line('upsert por evento', 'upserts', '', { part: true }),
  line('emmett', 'emmett', '', { part: true }),
  line(ALONE, 'commands', '', { copied: true, against: null }),
  line('comandos, otro reconstruye', 'commands', '', { copied: true, beside: true, against: ALONE }),
  line('comandos, el mismo', 'commands', 'segundo plano', { copied: true, against: ALONE }),
]
