import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadSealKey } from '@/events/seals/keys'
import { sealAll } from '@/events/seals/sealer'
import { startSealService } from '@/events/seals/service'
import { verifyLog } from '@/events/seals/verify'
import { createRuntime, type Runtime } from '@/runtime'
import { PLAIN } from '../../support/config'
import { fill } from './fill'

// pnpm bench:audit [--quick] [--json] [--events N]: sealing, verifying, and what sealing costs those who write.

const args = process.argv.slice(2)
const [quick, json] = [args.includes('--quick'), args.includes('--json')]
const asked = args.includes('--events') ? Number(args[args.indexOf('--events') + 1]) : 0
const EVENTS = asked > 0 ? asked : quick ? 100_000 : 1_000_000
const COMMANDS = quick ? 4000 : 20_000
const ROUNDS = quick ? 2 : 5
const CALLERS = 64
/** Seals at intervals while events come: a log that was sealed once would be verified too cheaply. */
const SEALS = quick ? 100 : 1000

const ADMIN = { tipo: 'servicio', id: 1, servicio: 'admin' } as const

function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? 0
}

// On the disk: durability is part of what is measured.
const folder = await mkdtemp(join(tmpdir(), 'bitacora-bench-'))
const open = async (file: string): Promise<Runtime> =>
  await createRuntime({
    database: { url: `file:${file}`, authToken: undefined, esArchivo: true },
    sellado: { clave: join(folder, 'sello.key'), cabezas: undefined, webhook: undefined },
    redis: { tipo: 'memoria' },
    ...PLAIN,
    port: 3000,
    host: '127.0.0.1',
    permiteDemo: true,
  })

async function timed<T>(work: () => Promise<T>): Promise<{ readonly seconds: number; readonly value: T }> {
  const before = performance.now()
  const value = await work()
  return { seconds: (performance.now() - before) / 1000, value }
}

async function sealAndVerify() {
  const file = join(folder, 'grande.db')
  const key = await loadSealKey(join(folder, 'sello.key'))
  let sealing = 0
  for (let part = 1, made = 0; made < EVENTS; part++) {
    const upTo = Math.round((EVENTS * part) / SEALS)
    await fill(file, made, upTo)
    made = upTo
    const runtime = await open(file)
    sealing += (await timed(() => sealAll(runtime.db.as('sealer'), key, Date.now))).seconds
    await runtime.close()
  }
  const runtime = await open(file)
  const { seconds, value } = await timed(() => verifyLog(runtime.db.as('admin')))
  await runtime.close()
  if (value.hallazgos.length > 0) throw new Error(JSON.stringify(value.hallazgos))
  return {
    eventos: value.eventos,
    sellos: value.sellos,
    sellar: value.eventos / sealing,
    verificar: value.eventos / seconds,
    segundos: seconds,
  }
}

/** What a command costs of the processor in microseconds, with a sealer beside the callers or without: on a machine that
 * others use, too, time says little. */
async function write(name: string, sealed: boolean): Promise<number> {
  const file = join(folder, `${name}.db`)
  await fill(file, 0, 2000)
  const runtime = await open(file)
  const service = sealed
    ? startSealService({
        db: runtime.db.as('sealer'),
        now: Date.now,
        claveFichero: runtime.config.sellado.clave,
        targets: runtime.config.sellado,
        pollEvery: 1000,
      })
    : null
  let next = 0
  const caller = async () => {
    while (next < COMMANDS) {
      const ticketId = 1 + (next++ % 1000)
      const comando = {
        tipo: 'comentar',
        ticketId,
        comentario: `Comentario ${next}`,
        interno: false,
      } as const
      await runtime.bus.dispatch({ comandoId: runtime.newId(), actor: ADMIN, comando })
    }
  }
  const before = process.cpuUsage()
  await Promise.all(Array.from({ length: CALLERS }, caller))
  await service?.stop()
  const { user, system } = process.cpuUsage(before)
  await runtime.close()
  return (user + system) / COMMANDS
}

try {
  const figures = await sealAndVerify()
  const [alone, beside]: [number[], number[]] = [[], []]
  for (let round = 1; round <= ROUNDS; round++) {
    alone.push(await write(`sin-${round}`, false))
    beside.push(await write(`con-${round}`, true))
  }
  const result = {
    ...figures,
    escribir: median(alone),
    escribirSellando: median(beside),
    coste: median(beside) / median(alone) - 1,
  }
  const lines = [
    `${result.eventos} eventos bajo ${result.sellos} sellos`,
    `sellar:                 ${result.sellar.toFixed(0)} eventos/s`,
    `verificar:              ${result.verificar.toFixed(0)} eventos/s (${result.segundos.toFixed(1)} s)`,
    `escribir:               ${result.escribir.toFixed(0)} µs de procesador por comando`,
    `escribir, sellando:     ${result.escribirSellando.toFixed(0)} µs (${(result.coste * 100).toFixed(1)} % más)`,
  ]
  console.log(json ? JSON.stringify(result, null, 2) : lines.join('\n'))
} finally {
  await rm(folder, { recursive: true, force: true })
}
