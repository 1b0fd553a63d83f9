import { z } from 'zod'
import { readMomento } from '@/domain/momento'
import { ZONA } from '@/i18n/zone'

/** A moment of the past that an address asks for. */
export interface PastMoment {
  /** As the address has it: links keep it, so that they say what the person said. */
  readonly texto: string
  /** What it comes to, in UTC. */
  readonly instante: string
}

/** Why an address shows no past: the field, and what was expected of it. */
export interface MomentProblem {
  readonly motivo: 'version' | 'formato' | 'futuro'
  readonly valor: string
}

export type Param = string | string[] | undefined

const Text = z.string().max(40)

/** Reads `?momento=`; null where the address has none. @param now in milliseconds */
export function readMoment(param: Param, now: number): PastMoment | MomentProblem | null {
  if (param === undefined) return null
  const text = Text.safeParse(param)
  const momento = text.success ? readMomento(text.data, ZONA) : null
  if (!text.success || momento === null) return { motivo: 'formato', valor: shown(param) }
  // This very minute may be asked for, though its end is still to come.
  if (Date.parse(momento.desde) > now) return { motivo: 'futuro', valor: shown(param) }
  return { texto: text.data.trim(), instante: momento.hasta }
}

/** True for what an address asked for in vain. */
export function isProblem(read: object | null): read is MomentProblem {
  return read !== null && 'motivo' in read
}

/** What was given, short enough to be said again. */
export function shown(param: Param): string {
  const text = String(param)
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
