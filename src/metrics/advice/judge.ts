import type { Rule } from './rules'

export type Nivel = 'bueno' | 'vigilar' | 'malo' | 'sin_datos'

type Bounds = Pick<Rule, 'mejor' | 'bueno' | 'malo'>

/** How a value stands to its threshold. */
export function judge({ mejor, bueno, malo }: Bounds, valor: number | null): Nivel {
  if (valor === null) return 'sin_datos'
  const sign = mejor === 'menor' ? 1 : -1
  if (sign * valor < sign * bueno) return 'bueno'
  return sign * valor > sign * malo ? 'malo' : 'vigilar'
}

/** How an alert stands; times in milliseconds of the Unix epoch. */
export interface AlertState {
  readonly activa: boolean
  readonly desde: number
  /** Since when the value asks for the other. */
  readonly candidataDesde: number | null
  readonly valor: number | null
}

// An alert ends where the value is better than bad by so much: what moves about the threshold raises one alert, not ten.
const MARGIN = 0.1

/**
 * An alert after one more value: it begins when the value has been bad for long enough, and ends when it has been
 * clearly better for as long. Without a value nothing changes. Pure.
 */
export function stepAlert(
  rule: Bounds & Pick<Rule, 'durante'>,
  before: AlertState | null,
  valor: number | null,
  now: number,
): AlertState {
  const state = before ?? { activa: false, desde: now, candidataDesde: null, valor: null }
  if (valor === null) return { ...state, candidataDesde: null, valor }
  const eased = rule.mejor === 'menor' ? rule.malo * (1 - MARGIN) : rule.malo * (1 + MARGIN)
  const bound = state.activa ? eased : rule.malo
  const bad = judge({ ...rule, malo: bound }, valor) === 'malo'
  if (bad === state.activa) return { ...state, candidataDesde: null, valor }
  const since = state.candidataDesde ?? now
  if (now - since < rule.durante) return { ...state, candidataDesde: since, valor }
  return { activa: bad, desde: now, candidataDesde: null, valor }
}
