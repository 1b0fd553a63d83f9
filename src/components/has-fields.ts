type Kind = 'number' | 'string' | 'boolean'

/**
 * True for an object that has these fields, each of its kind. What the browser's own scripts read is checked so on the
 * pages that everybody opens: a schema library is 40 kB of scripts, compressed.
 */
export function hasFields(
  raw: unknown,
  fields: Readonly<Record<string, Kind>>,
): raw is Readonly<Record<string, unknown>> {
  if (typeof raw !== 'object' || raw === null) return false
  const values = new Map<string, unknown>(Object.entries(raw))
  return Object.entries(fields).every(([name, kind]) => typeof values.get(name) === kind)
}
