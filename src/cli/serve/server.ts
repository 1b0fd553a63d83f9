import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

/** A port is free, taken by another process, or not ours to open (a low port, a foreign address). */
export type PortState = 'libre' | 'ocupado' | 'inaccesible'

/** Tries to listen, once, before anything slow is begun. */
export function probePort(host: string, port: number): Promise<PortState> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code === 'EADDRINUSE' ? 'ocupado' : 'inaccesible')
    })
    server.listen({ host, port }, () => server.close(() => resolve('libre')))
  })
}

/** The address that a person on this machine opens. */
export function localUrl(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

/**
 * Waits until the server answers a request, whatever its status.
 * @param signal ends the waiting: there is nobody who could answer any more
 * @throws when it has not answered in time, or the waiting was ended
 */
export async function waitUntilAnswers(
  url: string,
  timeoutMs = 60_000,
  signal: AbortSignal = AbortSignal.timeout(timeoutMs),
): Promise<void> {
  const deadline = Date.now() + timeoutMs
  while (Date.now() < deadline && !signal.aborted) {
    try {
      const patience = AbortSignal.any([signal, AbortSignal.timeout(5000)])
      const { body } = await fetch(url, { redirect: 'manual', signal: patience })
      await body?.cancel()
      return
    } catch {
      await wait(150, undefined, { signal }).catch(() => undefined)
    }
  }
  throw new Error(`${url} no responde`)
}
