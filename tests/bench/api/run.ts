import { readFileSync } from 'node:fs'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findTicketQuery } from '@projections/tickets/detail'
import { listTicketsQuery, TicketFilter } from '@projections/tickets/list'
import { issueToken } from '@/auth/issue-token'
import { readConfig } from '@/config'
import { openDatabase } from '@/db/client'
import { createRuntime } from '@/runtime'
import { startServer } from '../../support/e2e/app'
import { makeDesk } from '../pages/desk'
import { percentile } from '../replay/scenario'

// pnpm bench:api [--quick] [--json]: the list of 50 tickets and a ticket as JSON over HTTP, one at a time beside what the
// database and JSON.stringify take for the same, and the list with callers at once. It needs `next build`.

const args = process.argv.slice(2)
const [quick, json] = [args.includes('--quick'), args.includes('--json')]
const [TICKETS, RUNS, AT_ONCE, SECONDS] = quick ? [1000, 100, 16, 3] : [10_000, 1000, 16, 10]
const OPERATOR = { id: 2, rol: 'operador' } as const
const CASES = { lista: '/api/tickets', detalle: '/api/tickets/7' } as const

async function makeToken(url: string): Promise<string> {
  const runtime = await createRuntime(readConfig({ TURSO_DATABASE_URL: url }))
  const comandoId = runtime.newId()
  const actor = { tipo: 'servicio', id: 1, servicio: 'admin' } as const
  const what = { cuentaId: OPERATOR.id, clase: 'servicio', nombre: 'bench', dias: 1 } as const
  await runtime.bus.dispatch({
    comandoId,
    actor,
    comando: { tipo: 'crear_token', alcances: ['read'], ...what },
  })
  const issued = await issueToken(runtime.db, comandoId, Date.now())
  await runtime.close()
  if (!issued) throw new Error('no token')
  return issued.token
}

async function time(runs: number, work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (let run = -20; run < runs; run++) {
    const began = performance.now()
    await work()
    if (run >= 0) times.push(performance.now() - began)
  }
  return times
}

const figure = (times: readonly number[]) => ({
  mediana: percentile([...times], 0.5),
  p95: percentile([...times], 0.95),
})

/** What a page's own query and its serialisation take, without anything around them. */
async function bare(url: string) {
  const database = await openDatabase({ url })
  const db = database.as('api_server')
  const filter = TicketFilter.parse({})
  const lista = await time(RUNS, async () => JSON.stringify(await listTicketsQuery(db, OPERATOR, filter)))
  const detalle = await time(RUNS, async () => JSON.stringify(await findTicketQuery(db, OPERATOR, 7)))
  database.close()
  return { lista: figure(lista), detalle: figure(detalle) }
}

/** What a process has used of the processor, in milliseconds: what says more than the clock on a busy machine. */
function cpuOf(pid: number): number {
  const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')
  const fields = rest.split(' ')
  const TICK_MS = 10
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS
}

async function overHttp(url: string, token: string) {
  process.env.API_RATE_LIMIT = '1000000'
  const server = await startServer({ url })
  // As curl asks, unless told otherwise: node's fetch would have every answer compressed.
  const ask = async (path: string, encoding = 'identity') => {
    const headers = { authorization: `Bearer ${token}`, 'accept-encoding': encoding }
    const response = await fetch(`${server.url}${path}`, { headers })
    if (response.status !== 200) throw new Error(`${path}: ${response.status}`)
    return await response.text()
  }
  try {
    const lista = figure(await time(RUNS, () => ask(CASES.lista)))
    const detalle = figure(await time(RUNS, () => ask(CASES.detalle)))
    const atOnce = async (encoding: string) => {
      let done = 0
      const busy = cpuOf(server.pid)
      const until = performance.now() + SECONDS * 1000
      const caller = async () => {
        for (; performance.now() < until; done++) await ask(CASES.lista, encoding)
      }
      await Promise.all(Array.from({ length: AT_ONCE }, caller))
      return { porSegundo: Math.round(done / SECONDS), cpu: (cpuOf(server.pid) - busy) / done }
    }
    return { lista, detalle, llanas: await atOnce('identity'), comprimidas: await atOnce('gzip') }
  } finally {
    await server.close()
  }
}

const folder = await mkdtemp(join(tmpdir(), 'bitacora-bench-'))
try {
  const file = join(folder, 'en-uso.db')
  await copyFile(await makeDesk(folder, TICKETS), file)
  const url = `file:${file}`
  const token = await makeToken(url)
  const [consulta, http] = [await bare(url), await overHttp(url, token)]
  const found = { tickets: TICKETS, consulta, http }
  if (json) console.log(JSON.stringify(found, null, 2))
  else {
    const line = (name: 'lista' | 'detalle') =>
      `${name.padEnd(10)} consulta y JSON ${consulta[name].p95.toFixed(2)} ms · HTTP ${http[name].p95.toFixed(2)} ms · razón ${(http[name].p95 / consulta[name].p95).toFixed(2)} (p95)`
    console.log(
      [
        line('lista'),
        line('detalle'),
        ...(['llanas', 'comprimidas'] as const).map(
          (how) =>
            `listas ${how}, ${AT_ONCE} a la vez: ${http[how].porSegundo} por segundo, ${http[how].cpu.toFixed(1)} ms de procesador cada una`,
        ),
      ].join('\n'),
    )
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
