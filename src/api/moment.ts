import { z } from 'zod'
import { type Momento as Extremos, readMomento } from '@/domain/momento'
import { ZONA } from '@/i18n/zone'

/** A day, a minute or an instant as a person writes it, taken at its beginning or its end; without a zone, the service's. */
export function Momento(extremo: 'desde' | 'hasta') {
  return Leido.transform((read) => read[extremo]).meta({ ejemplo: '2026-11-01' })
}

const Leido = z
  .string()
  .max(40)
  .transform((text, ctx): Extremos => {
    const read = readMomento(text, ZONA)
    if (read !== null) return read
    ctx.addIssue({ code: 'custom', message: 'no moment' })
    return z.NEVER
  })

/** A moment that has passed: its end. This very minute may be asked for, though its end is still to come. */
export const MomentoPasado = Leido.refine(({ desde }) => Date.parse(desde) <= Date.now())
  .transform(({ hasta }) => hasta)
  .meta({ ejemplo: '2026-11-01' })
