import { z } from 'zod'
import { startServer } from '../../support/e2e/app'
import { rssOf } from '../memory'
import { percentile } from '../replay/scenario'
import { type Desk, deskFile, openDesk } from './desk'
import { PLACES } from './places'
import { giveCommands } from './write'

// pnpm bench:growth --folder PATH --sizes 100000,1000000 [--json]: what first pages, start, memory and commands take in two
// desks, and how many times more in the larger. The desks are `mesa-N.db` in the folder, made by `db migrate` and
// `db seed --tickets N --interactions M`, and are written to. It needs `next build`.

const args = process.argv.slice(2)
const option = (name: string, otherwise: string) =>
  args.includes(name) ? (args[args.indexOf(name) + 1] ?? otherwise) : otherwise
const folder = option('--folder', '.')
const sizes = option('--sizes', '100000,1000000').split(',').map(Number)
const REQUESTS = Number(option('--requests', '40'))

const Metrics = z.object({
  database: z.object({
    index_usage: z.object({
      recorridos: z.array(z.object({ nombre: z.string(), tablas: z.array(z.string()) })),
    }),
    queries: z.array(z.object({ nombre: z.string(), p50_ms: z.number().nullable() })),
  }),
})

interface Figures {
  readonly tickets: number
  readonly eventos: number
  readonly medidas: ReadonlyMap<string, number>
  readonly recorridos: readonly string[]
}

async function measure(tickets: number): Promise<Figures> {
  const desk = await openDesk(deskFile(folder, tickets))
  const { lugares, recorridos } = await askAll(desk)
  const ordenes = await giveCommands(desk.url, 20_000)
  const medidas = new Map([...lugares, ['µs por orden', 1e6 / ordenes] as const])
  return { tickets, eventos: desk.eventos, medidas, recorridos }
}

/** Every place in turn, so that what else the machine does falls on all of them. */
async function askAll(desk: Desk) {
  const began = performance.now()
  const server = await startServer(desk, { API_RATE_LIMIT: '1000000' })
  const arranque = performance.now() - began
  const places = PLACES.map(({ visitor, path }) => ({
    visitor,
    path: path(desk.known),
    times: [] as number[],
  }))
  const ask = async (path: string, cookie: string) => {
    const response = await fetch(`${server.url}${path}`, { headers: { cookie } })
    const text = await response.text()
    if (response.status !== 200) throw new Error(`${path}: ${response.status} ${text.slice(0, 200)}`)
    return text
  }
  try {
    for (let turn = -5; turn < REQUESTS; turn++)
      for (const { visitor, path, times } of places) {
        const from = performance.now()
        await ask(path, desk.cookies[visitor])
        if (turn >= 0) times.push(performance.now() - from)
      }
    const said: unknown = JSON.parse(await ask('/api/metrics', desk.cookies.admin))
    const { index_usage, queries } = Metrics.parse(said).database
    const lugares = new Map([
      ...places.map(({ visitor, path, times }, index) => {
        const name = PLACES[index]?.path(NAMES) ?? path
        return [`${visitor} ${name}`, percentile(times, 0.5)] as const
      }),
      ...queries.map(({ nombre, p50_ms }) => [`  ${nombre}`, p50_ms ?? 0] as const),
      ['arranque', arranque] as const,
      ['memoria, MB', rssOf(server.pid)] as const,
    ])
    return {
      lugares,
      recorridos: index_usage.recorridos.map(({ nombre, tablas }) => `${nombre} (${tablas.join(', ')})`),
    }
  } finally {
    await server.close()
  }
}

/** What the places are called, whichever the desk. */
const NAMES = { ticket: 0, propio: 0, persona: 0, momento: '…' }

const found: Figures[] = []
for (const size of sizes) found.push(await measure(size))
const [few, many] = found
if (args.includes('--json'))
  console.log(
    JSON.stringify(
      found.map((one) => ({ ...one, medidas: Object.fromEntries(one.medidas) })),
      null,
      2,
    ),
  )
else if (few && many) {
  console.log(
    `mediana en ms: ${few.tickets} tickets y ${few.eventos} eventos, ${many.tickets} y ${many.eventos}, razón`,
  )
  for (const [name, at] of few.medidas) {
    const then = many.medidas.get(name)
    if (then === undefined) continue
    console.log(
      `${name.padEnd(52)}${at.toFixed(1).padStart(9)}${then.toFixed(1).padStart(9)}${(then / at).toFixed(2).padStart(7)}`,
    )
  }
  console.log(`planes que recorren, con ${few.tickets}: ${few.recorridos.join('; ') || 'ninguno'}`)
  console.log(`planes que recorren, con ${many.tickets}: ${many.recorridos.join('; ') || 'ninguno'}`)
}
