import { z } from 'zod'
import { StoredEvent } from '@/events/stored'

const Flag = z.union([z.literal(0), z.literal(1)])

/** A row of the log with every column as it is stored: what an export takes away, so that it can be proved later. */
export const LogRow = StoredEvent.extend({
  es_interno: Flag,
  sal: z.string().nullable(),
  huella: z.string().nullable(),
})
export type LogRow = z.infer<typeof LogRow>

/** Every column of the log. */
export const LOG_COLUMNS = LogRow.keyof().options

/** The row as the codec reads it. */
export function storedEvent({ es_interno, ...row }: LogRow): StoredEvent {
  return { ...row, es_interno: es_interno === 1 }
}
