const FORM =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::(\d{2})(?:[.,](\d{1,12}))?)? ?(?:([Zz])|([+-])(\d{2}):?(\d{2}))?$/

/**
 * An XES date as the log keeps instants; null where it is none, such as the 31st of February. Without an offset it
 * is read as UTC: the file does not say where it was written.
 */
export function readInstant(text: string): string | null {
  const [, day, time, seconds = '00', fraction = '', , sign = '+', hours = '00', minutes = '00'] =
    FORM.exec(text.trim()) ?? []
  if (day === undefined || time === undefined) return null
  const local = `${day}T${time}:${seconds}.${fraction.padEnd(3, '0').slice(0, 3)}Z`
  const ms = Date.parse(local)
  if (Number.isNaN(ms) || new Date(ms).toISOString() !== local) return null
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1)
  if (Math.abs(offset) > 14 * 3_600_000) return null
  const instant = new Date(ms - offset).toISOString()
  // Beyond the years 0 to 9999 the form has a sign.
  return instant.length === local.length ? instant : null
}
