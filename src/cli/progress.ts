import { SingleBar } from 'cli-progress'

/** A bar that shows how far work has come, how fast it goes and how long it will take. */
export interface Progress {
  /** @param total where it may have changed since */
  update(label: string, done: number, total: number): void
  stop(): void
}

/**
 * A bar on standard error where that is a terminal; elsewhere nothing, so that logs stay readable.
 * @param unit what is counted, in the plural: `eventos`
 */
export function createProgressBar(unit: string): Progress {
  const { stderr } = process
  if (!stderr.isTTY) return { update: () => undefined, stop: () => undefined }
  const bar = new SingleBar({
    format: `{label} [{bar}] {percentage} % · {value} de {total} ${unit} · {speed}/s · quedan {eta_formatted}`,
    stream: stderr,
    hideCursor: true,
    clearOnComplete: true,
    etaBuffer: 50,
  })
  let label = ''
  let started = 0
  let first = 0
  return {
    update(next, done, total) {
      if (next !== label) {
        if (bar.isActive) bar.stop()
        label = next
        started = performance.now()
        first = done
        bar.start(total, done, { label, speed: '…' })
      }
      const seconds = (performance.now() - started) / 1000
      bar.setTotal(total)
      bar.update(done, { label, speed: seconds < 0.5 ? '…' : String(Math.round((done - first) / seconds)) })
    },
    stop: () => bar.stop(),
  }
}
