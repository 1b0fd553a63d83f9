import { Instante } from './values'

const FORM = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?(Z|[+-]\d\d:\d\d)?)?$/

/** What a person means by a day, a minute or a second: all of it, from its first to its last millisecond. */
export interface Momento {
  readonly desde: string
  /** What a page dates "10:41" had happened at 10:41, so as of a moment is as of its end. */
  readonly hasta: string
}

/**
 * Reads a moment as a person writes it. Of two readings, when clocks go back, the later one.
 * @param zona the time zone of texts that name none, such as `Europe/Madrid`
 * @returns null for a text that is no date, or a date that no calendar has
 */
export function readMomento(text: string, zona: string): Momento | null {
  const [, day, minute, second, fraction, offset] = FORM.exec(text.trim()) ?? []
  if (day === undefined) return null
  const at = (time: string, seconds: string, ms: string) =>
    toInstant(
      `${day}T${minute ?? time}:${second ?? seconds}.${fraction?.padEnd(3, '0') ?? ms}Z`,
      offset,
      zona,
    )
  const [desde, hasta] = [at('00:00', '00', '000'), at('23:59', '59', '999')]
  return desde === null || hasta === null ? null : { desde, hasta }
}

/** An instant as the clocks of a time zone show it, to the minute: what a `datetime-local` field holds. */
export function localMinute(instante: string, zona: string): string {
  return clock(Date.parse(instante), zona).slice(0, 16)
}

function toInstant(wall: string, offset: string | undefined, zona: string): string | null {
  const read = Date.parse(wall)
  // Date takes 30 February for 2 March.
  if (Number.isNaN(read) || new Date(read).toISOString() !== wall) return null
  const ms = offset === undefined ? fromZone(read, zona) : Date.parse(wall.replace('Z', offset))
  const instant = Number.isNaN(ms) ? '' : new Date(ms).toISOString()
  return Instante.safeParse(instant).success ? instant : null
}

/** The instant at which the clocks of a zone show what `wall` would be in UTC. */
function fromZone(wall: number, zona: string): number {
  const first = wall - offsetAt(wall, zona)
  return wall - offsetAt(first, zona)
}

/** How far ahead of UTC a zone's clocks are, in milliseconds; whole seconds are all that zones differ by. */
function offsetAt(ms: number, zona: string): number {
  return Date.parse(`${clock(ms, zona)}Z`) - Math.floor(ms / 1000) * 1000
}

function clock(ms: number, zona: string): string {
  // Swedish writes dates as ISO 8601 does.
  return new Date(ms).toLocaleString('sv-SE', { timeZone: zona }).replace(' ', 'T')
}
