import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Difference } from '@projections/engine/compare'
import { verifyProjections } from '@projections/engine/verify'
import { timelineQuery } from '@projections/linea_tiempo/timeline'
import { listTicketsQuery, TicketFilter } from '@projections/tickets/list'
import type { TicketSummary } from '@projections/tickets/list-shapes'
import { z } from 'zod'
import { type ImportReport, importServiceNow, type RowProblem } from '@/io/servicenow/import'
import { openTestSystem, type TestSystem } from './system'

/** Three incidents in twelve rows, written by hand. */
export const FIXTURE = 'tests/fixtures/servicenow.csv'

/** The real log, which lies beside the project where there is one. */
export const REAL = '../shared/data/servicenow-incidents.csv'

const VIEWER = { id: 1, rol: 'admin' } as const

const Origen = z.looseObject({
  cambios: z.record(z.string(), z.tuple([z.string().nullable(), z.string().nullable()])).optional(),
})
type Origen = z.infer<typeof Origen>

/** A system to import incidents into, and what became of them. */
export interface Desk {
  readonly system: TestSystem
  /** The first line of the fixture, and its rows. */
  readonly header: string
  readonly rows: readonly string[]
  readonly problems: (RowProblem & { readonly linea: number })[]
  importFile(path: string, dryRun?: boolean): Promise<ImportReport>
  importRows(lines: readonly (string | undefined)[]): Promise<ImportReport>
  /** In order of creation. */
  tickets(): Promise<TicketSummary[]>
  /** A ticket's timeline as `kind from → to, by whom, when`. */
  timeline(id: number): Promise<string[]>
  /** Which incident gets which number is left to chance; they began in the order of the file. */
  timelines(): Promise<string[][]>
  /** Where each of a ticket's imported events came from. */
  origins(id: number): Promise<Origen[]>
  proof(): Promise<readonly Difference[]>
}

/** Opens an empty desk. */
export async function openDesk(): Promise<Desk> {
  const system = await openTestSystem()
  const { bus, db } = system.runtime
  const [header = '', ...rows] = (await readFile(FIXTURE, 'utf8')).trimEnd().split('\n')
  const problems: Desk['problems'] = []
  const desk: Desk = {
    system,
    header,
    rows,
    problems,
    importFile: (path, dryRun = false) =>
      importServiceNow(path, {
        bus,
        db: db.as('admin'),
        dryRun,
        onProblem: (linea, problem) => void problems.push({ ...problem, linea }),
        onProgress: () => undefined,
      }),
    async importRows(lines) {
      const path = join(dirname(system.url.slice('file:'.length)), 'filas.csv')
      await writeFile(path, `${[header, ...lines].join('\n')}\n`)
      return await desk.importFile(path)
    },
    async tickets() {
      const filter = TicketFilter.parse({ orden: 'creacion' })
      const page = await listTicketsQuery(db.as('api_server'), VIEWER, filter)
      return page.tickets.toReversed()
    },
    async timeline(id) {
      const { eventos } = await timelineQuery(db.as('api_server'), VIEWER, id)
      return eventos.map(({ evento, autor, nombres }) => {
        const name = (value: unknown) => (typeof value === 'number' ? (nombres[value] ?? '?') : String(value))
        const { de, a } = { de: '', a: '', ...evento.datos }
        const [from, to] = [name(de), name(a)]
        const change = evento.tipo === 'cierre' ? ` ${from}` : a === '' ? '' : ` ${from} → ${to}`
        return `${evento.tipo}${change}, ${autor}, ${evento.sobre.fecha.slice(0, 16)}`
      })
    },
    async timelines() {
      return await Promise.all((await desk.tickets()).map(({ id }) => desk.timeline(id)))
    },
    async origins(id) {
      const { eventos } = await timelineQuery(db.as('api_server'), VIEWER, id)
      return eventos.flatMap(({ evento }) => (evento.origen ? [Origen.parse(evento.origen)] : []))
    },
    proof: () => verifyProjections(db.as('admin')),
  }
  return desk
}
