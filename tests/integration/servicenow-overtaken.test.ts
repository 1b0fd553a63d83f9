import { afterEach, beforeEach, expect, test } from 'vitest'
import { createHistories } from '@/io/histories'
import { createHistoryRecorder, type HistoryRecorder } from '@/io/history-recorder'
import { createRecorder } from '@/io/recorder'
import { createAccounts } from '@/io/servicenow/accounts'
import { type Fila, type Incidente, readIncidente, toFila } from '@/io/servicenow/fila'
import { loadIncident } from '@/io/servicenow/incidents'
import { createRowTeller, type Row, toRow } from '@/io/servicenow/rows'
import { type Desk, openDesk } from '../support/desk'

let desk: Desk
let rows: Incidente[]
beforeEach(async () => {
  desk = await openDesk()
  rows = desk.rows.slice(0, 4).map((line) => incident(toFila(desk.header.split(','), line.split(','))))
})
afterEach(async () => await desk.system.close())

function incident(fila: Fila): Incidente {
  const parsed = readIncidente(fila)
  if (!parsed.ok) throw new Error(`${parsed.columna}: ${parsed.valor ?? ''}`)
  return parsed.incidente
}

/** An import with its own memory of what is recorded, as another process has it. */
function importer(): HistoryRecorder<Row> {
  const { bus, db } = desk.system.runtime
  const recorder = createRecorder(bus, db.as('admin'), 'servicenow')
  const incidents = createHistories((numero) => loadIncident(db.as('admin'), numero), 10)
  return createHistoryRecorder(recorder, incidents, createRowTeller(createAccounts(recorder)))
}

async function record(by: HistoryRecorder<Row>, row: Incidente | undefined): Promise<string> {
  if (!row) throw new Error('no such row')
  return (await by(toRow(row, 0))).tipo
}

// Caught by it: the mutant that sends no versionVista, and so records the difference from a row long past.
test('a row is the difference from what another import recorded meanwhile', async () => {
  const [slow, fast] = [importer(), importer()]
  const [one, two, three, four] = rows
  expect(await record(slow, one)).toBe('registrada')
  expect(await record(fast, one)).toBe('omitida')
  expect(await record(fast, two)).toBe('registrada')
  expect(await record(slow, three)).toBe('registrada')
  expect(await record(fast, four)).toBe('registrada')
  const [ticket] = await desk.tickets()
  const origins = await desk.origins(ticket?.id ?? 0)
  const counts = origins.flatMap(({ cambios }) => (cambios?.sys_mod_count ? [cambios.sys_mod_count] : []))
  expect(counts).toEqual([
    ['0', '1'],
    ['1', '2'],
    ['2', '4'],
  ])
  // Only traces that follow one another give every row back, and with it its id.
  for (const row of rows) expect(await record(importer(), row)).toBe('omitida')
  expect(await desk.proof()).toEqual([])
})

// Caught by it: the mutant whose reload forgets which rows this run has met, and takes the next for a late one.
test('a row that goes back in time is no late one because a person wrote in between', async () => {
  const slow = importer()
  const [one, , , four] = rows
  const back = incident({ ...four?.fila, sys_updated_at: '29-02-2016 01:20', sys_mod_count: '0' })
  expect(await record(slow, one)).toBe('registrada')
  const [ticket] = await desk.tickets()
  const admin = await desk.system.person('admin')
  const comando = { tipo: 'comentar', ticketId: ticket?.id ?? 0, comentario: 'Hola', interno: false } as const
  await desk.system.dispatch(admin, comando)
  expect(await record(slow, back)).toBe('registrada')
  expect((await desk.tickets())[0]).toMatchObject({ estado: 'resuelto' })
})
