import { searchQuery } from '@projections/busqueda/search'
import { timelineQuery } from '@projections/linea_tiempo/timeline'
import { countTicketsQuery } from '@projections/tickets/counts'
import { findTicketQuery } from '@projections/tickets/detail'
import { type Cursor, listTicketsQuery, TicketFilter } from '@projections/tickets/list'
import { listAgentsQuery } from '@projections/usuarios/list'
import type { z } from 'zod'
import { openDatabase } from '@/db/client'
import type { Viewer } from '@/domain/viewer'
import { FIRST_CLIENT } from '../replay/log'
import { percentile } from '../replay/scenario'

/** A query of a page: milliseconds in the database. */
export interface QueryFigure {
  readonly nombre: string
  readonly mediana: number
  readonly p95: number
}

const RUNS = 200
const STAFF: Viewer = { id: 2, rol: 'operador' }
const CLIENT: Viewer = { id: FIRST_CLIENT, rol: 'cliente' }
const DEEP = 15

/** How long the database takes for each of the queries that the list and the ticket's page are made of. */
export async function askQueries(file: string): Promise<QueryFigure[]> {
  const database = await openDatabase({ url: `file:${file}` })
  const db = database.as('api_server')
  const list = (viewer: Viewer, given: z.input<typeof TicketFilter>, cursor: Cursor | null = null) =>
    listTicketsQuery(db, viewer, TicketFilter.parse(given), cursor)
  let deep: Cursor | null = null
  for (let page = 0; page < DEEP; page++) deep = (await list(STAFF, {}, deep)).siguiente ?? deep
  const asked: Readonly<Record<string, (run: number) => Promise<unknown>>> = {
    'lista, operador': () => list(STAFF, {}),
    'lista, operador, página 15': () => list(STAFF, {}, deep),
    'lista, operador, abiertos': () => list(STAFF, { estado: 'abierto' }),
    'lista, operador, cerrados': () => list(STAFF, { estado: 'cerrado' }),
    'lista, operador, críticos': () => list(STAFF, { prioridad: 'critica' }),
    'lista, operador, suyos': () => list(STAFF, { asignado: STAFF.id }),
    'lista, operador, de nadie': () => list(STAFF, { asignado: 'nadie' }),
    'lista, operador, por prioridad': () => list(STAFF, { orden: 'prioridad' }),
    'lista, cliente': () => list(CLIENT, {}),
    'cuentas, operador': () => countTicketsQuery(db, STAFF),
    'cuentas, cliente': () => countTicketsQuery(db, CLIENT),
    agentes: () => listAgentsQuery(db, STAFF),
    'busca, operador': () => searchQuery(db, STAFF, 'impresora ', 'recientes'),
    'busca, cliente': () => searchQuery(db, CLIENT, 'impresora ', 'recientes'),
    ticket: (run) => findTicketQuery(db, STAFF, 1 + (run % 900)),
    'línea de tiempo': (run) => timelineQuery(db, STAFF, 1 + (run % 900)),
  }
  const figures: QueryFigure[] = []
  for (const [nombre, ask] of Object.entries(asked)) {
    const times: number[] = []
    for (let run = -20; run < RUNS; run++) {
      const began = performance.now()
      await ask(Math.abs(run))
      if (run >= 0) times.push(performance.now() - began)
    }
    figures.push({ nombre, mediana: percentile(times, 0.5), p95: percentile(times, 0.95) })
  }
  database.close()
  return figures
}
