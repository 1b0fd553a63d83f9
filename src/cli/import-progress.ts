import { SingleBar } from 'cli-progress'

/** How much of a file has been imported, on a terminal; and what was wrong with it, as it is found. */
export interface ImportProgress {
  update(progress: { readonly bytes: number; readonly total: number; readonly leidas: number }): void
  /** A line above the bar, or on its own where there is none. */
  tell(line: string): void
  stop(): void
}

/** @param unit what the file holds, in the plural: `filas` */
export function createImportProgress(unit: string): ImportProgress {
  const { stderr } = process
  const bar = stderr.isTTY
    ? new SingleBar({
        format: `Importando [{bar}] {percentage} % · {leidas} ${unit} · {duration_formatted}`,
        stream: stderr,
        hideCursor: true,
        clearOnComplete: true,
      })
    : null
  return {
    update({ bytes, total, leidas }) {
      if (!bar) return
      if (bar.isActive) bar.update(bytes, { leidas })
      else bar.start(total, bytes, { leidas })
    },
    tell: (line) => void stderr.write(`${bar ? '\r\x1b[2K' : ''}${line}\n`),
    stop: () => bar?.stop(),
  }
}
