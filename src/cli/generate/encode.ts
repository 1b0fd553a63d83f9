import { encodePayload } from '@/events/codec'
import { createUlids } from '@/events/ids'
import type { Happening } from './history'
import { createRandom } from './words'

/** The time that a history covers: from `begin`, in milliseconds of the Unix epoch, for `ms`. */
export interface Period {
  readonly begin: number
  readonly ms: number
}

/**
 * Makes rows of the log, as LOG_COLUMNS has them: each event a command of its own, evenly over the period.
 * @param events how many there will be
 * @param recorded when they were written, as the log says it; each in its own time where nothing is said
 */
export function createEncoder(
  events: number,
  { begin, ms }: Period,
  recorded?: string,
): (happening: Happening) => unknown[] {
  const random = createRandom(7)
  const ulids = createUlids()
  let position = 0
  const hex = (digits: number) =>
    Array.from({ length: digits / 8 }, () =>
      Math.floor(random() * 2 ** 32)
        .toString(16)
        .padStart(8, '0'),
    ).join('')
  return ({ event, id, version, usuarioId }) => {
    const now = begin + Math.floor((ms * position++) / events)
    const salt = hex(32)
    // Every command leaves its digest with its first event.
    const { tipo, contenido, metadata, esInterno, sal, huella } = encodePayload(event, salt, salt + salt)
    const [ticket, cuenta] = tipo === 'alta_cuenta' ? [null, id] : [id, null]
    const [evento, comando, fecha] = [ulids(now), ulids(now), new Date(now).toISOString()]
    const flag = Number(esInterno)
    const [who, when] = [
      [evento, ticket, cuenta, usuarioId],
      [fecha, recorded ?? fecha],
    ]
    return [...who, tipo, contenido, metadata, flag, version, comando, 0, comando, sal, huella, ...when]
  }
}
