import { writeSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createRuntime } from '@/runtime'
import { PLAIN } from '../../support/config'
import { comment, task } from './scenario'

// A million commands and more through one process: does its memory stay where it was, does its loop stay free?
const given = task()
const database = { url: `file:${given.file}`, authToken: undefined, esArchivo: true }
const runtime = await createRuntime({
  database,
  sellado: { clave: null, cabezas: undefined, webhook: undefined },
  redis: { tipo: 'memoria' },
  ...PLAIN,
  port: 3000,
  host: '127.0.0.1',
  permiteDemo: false,
})
const delay = monitorEventLoopDelay({ resolution: 1 })
delay.enable()
const every = Math.ceil(given.commands / 10)
let next = 0
let done = 0
await Promise.all(
  Array.from({ length: given.callers }, async () => {
    while (next < given.commands) {
      const index = next++
      const result = await runtime.bus.dispatch(comment(runtime.newId(), given.tickets, index))
      if (result.estado !== 'aceptado') throw new Error(JSON.stringify(result))
      done += 1
      if (done % every === 0) say()
    }
  }),
)
await runtime.close()

function say(): void {
  globalThis.gc?.()
  const { rss, heapUsed } = process.memoryUsage()
  const mib = (bytes: number) => Math.round(bytes / 2 ** 20)
  const p999 = Math.round(delay.percentile(99.9) / 1e5) / 10
  writeSync(1, `${JSON.stringify({ commands: done, rss: mib(rss), heap: mib(heapUsed), p999 })}\n`)
  delay.reset()
}
