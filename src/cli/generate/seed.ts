import { fillProjections } from '@projections/engine/fill'
import { rebuildLive } from '@projections/engine/rebuild-live'
import { SKIP_OUTBOX } from '@projections/outbox/skip'
import { z } from 'zod'
import { openForBulk, writeLogRows } from '@/db/bulk-log'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import { Rol } from '@/domain/values'
import type { Runtime } from '@/runtime'
import { createProgressBar } from '../progress'
import { withRebuildBar } from '../rebuild-bar'
import { createEncoder } from './encode'
import { type Cast, History, newAccount } from './history'

const BATCH = 1000
const [NEW_OPERATORS, NEW_CLIENTS] = [20, 200]
const TWO_YEARS_MS = 2 * 365 * 86_400_000

const PEOPLE = defineQuery({
  name: 'generar.personas',
  roles: ['admin'],
  sql: 'SELECT id, rol FROM usuarios WHERE activo = 1 ORDER BY id LIMIT 1000',
  row: z.object({ id: z.number(), rol: Rol }),
})

const LAST = defineQuery({
  name: 'generar.ultimos',
  roles: ['admin'],
  sql: `SELECT coalesce((SELECT max(id) FROM usuarios), 0) AS cuenta, coalesce((SELECT max(id) FROM tickets), 0) AS ticket`,
  row: z.object({ cuenta: z.number(), ticket: z.number() }),
})

/** How much to make. */
export interface Amount {
  readonly tickets: number
  /** Events of tickets; at least one for each. */
  readonly interactions: number
}

/**
 * Adds made histories of two years to a desk that nobody uses yet, past the bus, and rebuilds every projection. Its
 * people take part beside others who are made. The same every time, but for the day that it ends on.
 * @returns how many events were written, accounts included
 */
export async function generateDesk({ db, config, newId }: Runtime, amount: Amount): Promise<number> {
  const { tickets, interactions } = amount
  const { accounts, cast, firstTicket } = await castOf(db.as('admin'))
  const events = accounts.length + interactions
  const now = Date.now()
  const encode = createEncoder(
    events,
    { begin: now - TWO_YEARS_MS, ms: TWO_YEARS_MS },
    new Date(now).toISOString(),
  )
  const history = new History({ tickets, events: interactions, cast, firstTicket })
  function* batches() {
    yield accounts.map(encode)
    for (let at = 0; at < interactions; at += BATCH)
      yield Array.from({ length: Math.min(BATCH, interactions - at) }, () => encode(history.next()))
  }
  const { url } = config.database
  const client = await openForBulk(url)
  const bar = createProgressBar('eventos')
  try {
    await writeLogRows(client, batches(), (done) => bar.update('Escribiendo el registro', done, events))
  } finally {
    bar.stop()
    client.close()
  }
  await withRebuildBar((onProgress) =>
    rebuildLive(['usuarios', 'tickets'], { database: db, url, now: Date.now, newId, onProgress }),
  )
  await fillWithBar(db.as('admin'), events)
  await db.as('admin').batch([{ statement: SKIP_OUTBOX, args: [] }])
  return events
}

async function fillWithBar(admin: Connection, events: number): Promise<void> {
  const bar = createProgressBar('eventos')
  let filled = 0
  try {
    await fillProjections(admin, Date.now, (more) => {
      filled += more
      bar.update('Llenando las demás proyecciones', filled, Math.max(filled, events))
    })
  } finally {
    bar.stop()
  }
}

/** The people who are there, and others: nobody can log in as those. */
async function castOf(admin: Connection) {
  const [people, last] = [await admin.all(PEOPLE), await admin.first(LAST)]
  const { cuenta = 0, ticket = 0 } = last ?? {}
  const made = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index)
  const operators = made(cuenta + 1, NEW_OPERATORS)
  const clients = made(cuenta + 1 + NEW_OPERATORS, NEW_CLIENTS)
  const known = (rol: Rol) => people.filter((one) => one.rol === rol).map(({ id }) => id)
  const cast: Cast = {
    operators: [...known('operador'), ...operators],
    clients: [...known('cliente'), ...clients],
  }
  const accounts = [
    ...operators.map((id) => newAccount(id, 'operador')),
    ...clients.map((id) => newAccount(id, 'cliente')),
  ]
  return { accounts, cast, firstTicket: ticket + 1 }
}
