import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tcpTransport } from '@/redis/tcp'
import { startRestFront } from '../../support/redis-rest'
import { startRedisServer } from '../../support/redis-server'
import { bundle as bundleServer, serve } from '../write/bundle'
import { bundle, round } from './bundle'
import { CONTESTANTS } from './contestants'
import { makeTickets } from './database'
import { measureQueue } from './queue-lines'
import { report } from './report'
import type { Figure, Task } from './scenario'

// pnpm bench:cache [--quick] [--json] [--only TEXT]: rounds A B C A B C …, each in a process of its own; the database's
// server is one more, and so is Redis.

const args = process.argv.slice(2)
const [quick, json] = [args.includes('--quick'), args.includes('--json')]
const only = args.includes('--only') ? (args[args.indexOf('--only') + 1] ?? '') : ''
const [ROUNDS, SECONDS] = quick ? [2, 1] : [5, 3]
const TICKETS = 200
const COMMENTS = 20
const CALLERS = 16
const LATENCY_MS = 20

const field = CONTESTANTS.filter(({ name }) => name.includes(only))
const folder = await mkdtemp(join(tmpdir(), 'bitacora-bench-'))
const closings: (() => unknown)[] = [() => rm(folder, { recursive: true, force: true })]
try {
  await Promise.all([bundle(), bundleServer()])
  const file = join(folder, 'prueba.db')
  await makeTickets(file, TICKETS, COMMENTS)
  const places = await openPlaces(file)
  const figures = new Map<string, Figure[]>(field.map(({ name }) => [name, []]))
  for (let turn = 1; turn <= ROUNDS; turn++) {
    for (const { name, lugar, redis, parte, fria } of field) {
      const rest = { parte, fria, tickets: TICKETS, callers: CALLERS, seconds: SECONDS }
      await places.flush()
      figures.get(name)?.push(await round({ ...places.database[lugar], redis: places.redis[redis], ...rest }))
    }
    if (!json) console.log(`Vuelta ${turn} de ${ROUNDS}`)
  }
  if (field.length > 0) console.log(report(field, figures, json))
  // Each task costs what is left of a second.
  if ('cola'.includes(only)) {
    const queue = await measureQueue(quick ? 5000 : 20_000)
    const lines = Object.entries(queue).map(
      ([way, perSecond]) =>
        `cola, ${way}: ${Math.round(perSecond)} tareas/s, ${(1000 / perSecond).toFixed(2)} ms cada una`,
    )
    console.log(json ? JSON.stringify({ cola: queue }) : lines.join('\n'))
  }
} finally {
  for (const close of closings.reverse()) await close()
}

/** Where the database and Redis are, for each kind of either. */
async function openPlaces(file: string) {
  const server = await startRedisServer()
  const transport = tcpTransport(server.url, 20_000)
  const front = await startRestFront(transport)
  closings.push(server.stop, transport.close, front.close)
  const authToken = 'una-clave-de-prueba'
  const unused = { tickets: 0, callers: 0, commands: 0, synchronous: 'FULL', group: 1 } as const
  const remote = await serve({ ...unused, file, prepared: '', engines: '', authToken, latency: LATENCY_MS })
  closings.push(remote.stop)
  return {
    flush: server.flush,
    database: {
      archivo: { url: `file:${file}`, authToken: undefined },
      remota: { url: remote.url, authToken },
    },
    redis: {
      sin: null,
      tcp: { tipo: 'tcp', url: server.url },
      rest: { tipo: 'rest', url: front.url, token: front.token },
    } satisfies Record<string, Task['redis']>,
  }
}
