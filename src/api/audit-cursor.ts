import { AuditCursor } from '@projections/auditoria/filter'
import { z } from 'zod'
import { Ulid } from '@/domain/values'

/** Where a page of the audit ends, and the command that noted the search that it is of. */
export const AuditPlace = AuditCursor.extend({ comando: Ulid.nullable() })
export type AuditPlace = z.infer<typeof AuditPlace>

/** A place as a page gave it. The command in it is believed only where the log has it, of this caller and these filters. */
export const AuditPlaceText = z
  .string()
  .regex(/^\d{1,15}(_\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)?(_[0-7][0-9A-HJKMNP-TV-Z]{25})?$/)
  .transform((text) => {
    const [posicion, ...rest] = text.split('_')
    const fecha = rest.find((part) => part.includes('-')) ?? null
    return { posicion: Number(posicion), fecha, comando: rest.find((part) => part !== fecha) ?? null }
  })
  .pipe(AuditPlace)

/** The place as its page gives it. */
export function writeAuditPlace({ posicion, fecha, comando }: AuditPlace): string {
  return [posicion, fecha, comando].filter((part) => part !== null).join('_')
}
