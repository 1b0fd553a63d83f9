import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { migrate } from '@/db/migrate'
import { clock, observe, setInstruments } from '@/metrics/instruments'
import { createRuntime, type Runtime } from '@/runtime'
import { PLAIN } from '../../support/config'

// What the instruments cost: the same commands and reads with them on and off, in blocks that take turns in one process,
// so that whatever else the machine does falls on both.
//   tsx tests/bench/metrics/run.ts [pairs] [commands a block]

const whole = z.coerce.number().int().positive()
const PAIRS = whole.parse(process.argv[2] ?? 40)
const COMMANDS = whole.parse(process.argv[3] ?? 600)
const CALLERS = 16
const TICKETS = 64
const ADMIN = { tipo: 'servicio', id: 1, servicio: 'admin' } as const

interface Block {
  readonly perSecond: number
  readonly p99: number
  readonly cpu: number
}

const folder = await mkdtemp(join(tmpdir(), 'bitacora-medir-'))
const url = `file:${join(folder, 'medir.db')}`
await migrate({ url })
const runtime = await createRuntime({
  database: { url, authToken: undefined, esArchivo: true },
  sellado: { clave: null, cabezas: undefined, webhook: undefined },
  redis: { tipo: 'memoria' },
  ...PLAIN,
  port: 3000,
  host: '127.0.0.1',
  permiteDemo: false,
})
const tickets = await openTickets(runtime)
const blocks: Record<'on' | 'off', Block[]> = { on: [], off: [] }
await runBlock()
for (let pair = 0; pair < PAIRS; pair++)
  for (const how of pair % 2 === 0 ? (['on', 'off'] as const) : (['off', 'on'] as const)) {
    setInstruments(how === 'on')
    blocks[how].push(await runBlock())
  }
setInstruments(true)
report()
await runtime.close()
await rm(folder, { recursive: true, force: true })

async function give(comando: Parameters<Runtime['bus']['dispatch']>[0]['comando']) {
  const result = await runtime.bus.dispatch({ comandoId: runtime.newId(), actor: ADMIN, comando })
  if (result.estado !== 'aceptado') throw new Error(JSON.stringify(result))
  return result
}

async function openTickets({ newId }: Runtime): Promise<number[]> {
  const email = `${newId().toLowerCase()}@medir.test`
  const { sujeto } = await give({ tipo: 'crear_cuenta', email, nombre: 'Cliente', rol: 'cliente' })
  const made = Array.from({ length: TICKETS }, (_, n) =>
    give({
      tipo: 'crear_ticket',
      titulo: `Avería ${n}`,
      descripcion: 'No va',
      prioridad: 'media',
      categoria: null,
      solicitanteId: sujeto.id,
    }),
  )
  return (await Promise.all(made)).map((one) => one.sujeto.id)
}

/** So many comments by callers that wait for each answer. */
async function runBlock(): Promise<Block> {
  const times: number[] = []
  let next = 0
  const cpu = process.cpuUsage()
  const began = performance.now()
  const caller = async () => {
    for (let n = next++; n < COMMANDS; n = next++) {
      const since = performance.now()
      const ticketId = tickets[n % TICKETS] ?? 0
      await give({ tipo: 'comentar', ticketId, comentario: `Comentario ${n}`, interno: false })
      times.push(performance.now() - since)
    }
  }
  await Promise.all(Array.from({ length: CALLERS }, caller))
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(cpu)
  return { perSecond: COMMANDS / seconds, p99: quantile(times, 0.99), cpu: (user + system) / COMMANDS }
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? 0
}

function nanosecondsPerRecord(): number {
  const times = 1_000_000
  const since = performance.now()
  for (let n = 0; n < times; n++) observe('sql', 'medir', clock(), 1)
  return ((performance.now() - since) * 1e6) / times
}

function report(): void {
  const of = (how: 'on' | 'off', what: keyof Block) =>
    quantile(
      blocks[how].map((block) => block[what]),
      0.5,
    )
  // Pair by pair: what the machine did meanwhile falls on both halves of a pair.
  const ratio = (what: keyof Block) =>
    quantile(
      blocks.on.map((block, pair) => block[what] / (blocks.off[pair]?.[what] ?? Number.NaN)),
      0.5,
    )
  const lines = (['perSecond', 'p99', 'cpu'] as const).map((what) => ({
    what,
    on: Number(of('on', what).toFixed(2)),
    off: Number(of('off', what).toFixed(2)),
    'on / off, median of pairs': Number(ratio(what).toFixed(4)),
  }))
  console.table(lines)
  process.stdout.write(
    `one record: ${nanosecondsPerRecord().toFixed(0)} ns; ${PAIRS} pairs of ${COMMANDS} commands\n`,
  )
}
