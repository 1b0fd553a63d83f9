import { searchQuery } from '@projections/busqueda/search'
import type { Cursor } from '@projections/tickets/list'
import { TicketFilter } from '@projections/tickets/list'
import { countTicketsAsOfQuery } from '@projections/tickets_versiones/counts'
import { listTicketsAsOfQuery } from '@projections/tickets_versiones/list'
import { createRandom, SOUGHT } from '@/cli/generate/words'
import { openDatabase } from '@/db/client'
import type { Estado } from '@/domain/values'
import type { Viewer } from '@/domain/viewer'
import { CLIENTS, FIRST_CLIENT, PERIOD } from './log'
import { openPlain } from './plain'
import { percentile, type QueryFigures, say, task } from './scenario'

// Lists as of a moment and searches, each at twenty moments and by as many clients: how long they take in the database.
const MOMENTS = 20
const DEEP = 20

interface Probe {
  readonly momento: string
  readonly cliente: Viewer
}

type Ask = (probe: Probe) => Promise<number>

const given = task()
const database = await openDatabase({ url: `file:${given.file}` })
const db = database.as('api_server')
const staff: Viewer = { id: 2, rol: 'operador' }
const random = createRandom(11)
const probes = Array.from({ length: MOMENTS }, (): Probe => {
  const momento = new Date(PERIOD.begin + Math.floor(PERIOD.ms * random())).toISOString()
  return { momento, cliente: { id: FIRST_CLIENT + Math.floor(random() * CLIENTS), rol: 'cliente' } }
})

const own = ({ cliente }: Probe) => cliente
const every = () => staff
const found = async (pending: Promise<{ hallazgos: readonly unknown[] }>) => (await pending).hallazgos.length
const counted = async (viewer: Viewer, momento: string) =>
  Object.values((await countTicketsAsOfQuery(db, viewer, momento)).cuentas).reduce(
    (sum, count) => sum + count,
    0,
  )
const figures: QueryFigures = {
  filas: await rowsOf('tickets_versiones', 'busqueda'),
  consultas: [
    await list('lista, operador', every, null, false),
    await list('lista, operador, página 20', every, null, true),
    await list('lista, operador, abiertos', every, 'abierto', false),
    await list('lista, operador, cerrados', every, 'cerrado', false),
    await list('lista, operador, cerrados, página 20', every, 'cerrado', true),
    await list('lista, cliente', own, null, false),
    await list('lista, cliente, última página', own, null, true),
    await list('lista, cliente, abiertos', own, 'abierto', false),
    await ask('cuentas, operador', ({ momento }) => counted(staff, momento)),
    await ask('cuentas, cliente', ({ momento, cliente }) => counted(cliente, momento)),
    ...(await searches('recientes')),
    ...(await searches('relevancia')),
  ],
}
say(figures)
database.close()

async function searches(orden: 'recientes' | 'relevancia'): Promise<QueryFigures['consultas']> {
  const made: QueryFigures['consultas'][number][] = []
  for (const [name, viewer] of [
    ['cliente', own],
    ['personal', every],
  ] as const)
    for (const [kind, typed] of Object.entries(SOUGHT)) {
      // With a space behind it a word is a whole one.
      const text = kind === 'prefijo' ? typed : `${typed} `
      const run: Ask = (probe) => found(searchQuery(db, viewer(probe), text, orden))
      made.push(await ask(`busca, ${name}, ${kind}, ${orden}`, run))
    }
  return made
}

async function list(
  nombre: string,
  viewer: (probe: Probe) => Viewer,
  estado: Estado | null,
  deep: boolean,
): Promise<QueryFigures['consultas'][number]> {
  const filter = TicketFilter.parse({ estado })
  const cursors = new Map<Probe, Cursor | null>()
  for (const probe of probes)
    cursors.set(probe, deep ? await walk(viewer(probe), filter, probe.momento) : null)
  return await ask(nombre, async (probe) => {
    const cursor = cursors.get(probe) ?? null
    return (await listTicketsAsOfQuery(db, viewer(probe), filter, probe.momento, cursor)).tickets.length
  })
}

/** The cursor of the twentieth page, or of the last one where there are fewer. */
async function walk(viewer: Viewer, filter: TicketFilter, momento: string): Promise<Cursor | null> {
  let cursor: Cursor | null = null
  for (let page = 1; page < DEEP; page++) {
    const { siguiente } = await listTicketsAsOfQuery(db, viewer, filter, momento, cursor)
    if (siguiente === null) break
    cursor = siguiente
  }
  return cursor
}

/** Once to bring pages and plan into memory, then timed. */
async function ask(nombre: string, run: Ask): Promise<QueryFigures['consultas'][number]> {
  const times: number[] = []
  const rows: number[] = []
  for (const timed of [false, true, true])
    for (const probe of probes) {
      const start = performance.now()
      const count = await run(probe)
      if (timed) times.push(performance.now() - start)
      if (timed) rows.push(count)
      await new Promise((resolve) => setImmediate(resolve))
    }
  const hallados = percentile(rows, 0.5)
  return { nombre, mediana: percentile(times, 0.5), p95: percentile(times, 0.95), hallados }
}

async function rowsOf(...tables: string[]): Promise<Record<string, number>> {
  const client = openPlain(given.file)
  const counts: Record<string, number> = {}
  for (const table of tables)
    counts[table] = Number((await client.execute(`SELECT count(*) AS n FROM ${table}`)).rows[0]?.n)
  client.close()
  return counts
}
