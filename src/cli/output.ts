/** Options that every command has. */
export interface OutputOptions {
  readonly json?: boolean
}

/** Prints a result: as JSON where that was asked for, else as text for people. */
export function printResult({ json }: OutputOptions, value: unknown, text: string): void {
  process.stdout.write(`${json ? JSON.stringify(value, null, 2) : text}\n`)
}

/** A table with its columns aligned, the head in the first line. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    // Not spread into one call: that many arguments none takes.
    rows.reduce((width, row) => Math.max(width, (row[column] ?? '').length), title.length),
  )
  return [head, ...rows]
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .map((line) => line.trimEnd())
    .join('\n')
}

/** An instant of the log as people read it, in UTC: `2026-03-01 09:30`. */
export function moment(instante: string): string {
  return instante.slice(0, 16).replace('T', ' ')
}

/** Text cut to a width, with an ellipsis where something is missing. */
export function cut(text: string, width: number): string {
  const characters = Array.from(text)
  return characters.length <= width ? text : `${characters.slice(0, width - 1).join('')}…`
}
