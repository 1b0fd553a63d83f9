import { CAMPOS, type Campo } from '@projections/linea_tiempo/provenance'
import { z } from 'zod'
import { Id } from '@/domain/values'
import type { TicketPlace } from './ticket-url'
import {
  isProblem,
  type MomentProblem,
  type Param,
  type PastMoment,
  readMoment,
  shown,
} from './tiempo/moment-url'

/** When a ticket's address shows it: now, at a version, or at a moment. */
export type When =
  | { readonly en: 'presente' }
  | { readonly en: 'version'; readonly version: number }
  | ({ readonly en: 'momento' } & PastMoment)

/** What a ticket's address asks for. */
export interface TicketRequest {
  readonly cuando: When | MomentProblem
  /** Only what came before this version: an earlier page of the history. */
  readonly hasta: number | null
  /** The field whose earlier values are to be shown. */
  readonly valores: Campo | null
}

const digits = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number)
  .pipe(Id)

/** Reads a ticket's address. A version or moment that makes no sense is said to be so, never taken for the present. */
export function readTicketUrl(params: Readonly<Record<string, Param>>, now: number): TicketRequest {
  return {
    cuando: readWhen(params, now),
    hasta: digits.nullable().catch(null).parse(params.hasta),
    valores: z.enum(CAMPOS).nullable().catch(null).parse(params.valores),
  }
}

function readWhen({ version, momento }: Readonly<Record<string, Param>>, now: number): When | MomentProblem {
  if (version !== undefined) {
    const read = digits.safeParse(version)
    if (!read.success) return { motivo: 'version', valor: shown(version) }
    return { en: 'version', version: read.data }
  }
  const read = readMoment(momento, now)
  if (read === null) return { en: 'presente' }
  return isProblem(read) ? read : { en: 'momento', ...read }
}

/** The moment that was asked for, to go back with it to the list; null where none was. */
export function momentoOf(when: When): PastMoment | null {
  return when.en === 'momento' ? when : null
}

/** The same place in a ticket's history, to go on from. */
export function placeOf(when: When): TicketPlace {
  switch (when.en) {
    case 'presente':
      return {}
    case 'version':
      return { version: when.version }
    case 'momento':
      return { momento: when.texto }
  }
}
