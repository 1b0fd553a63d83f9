import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { importServiceNow } from '@/io/servicenow/import'
import { type Desk, FIXTURE, openDesk } from '../support/desk'

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
})
afterEach(async () => await desk.system.close())

test('tells each incident as its rows do', async () => {
  expect(await desk.importFile(FIXTURE)).toEqual({
    leidas: 12,
    tickets: 3,
    eventos: 19,
    omitidas: 0,
    fallidas: 0,
  })
  const [first, second, third] = await desk.tickets()
  expect(first).toMatchObject({
    titulo: 'INC0000001 · Symptom 72 (Category 55 / Subcategory 170)',
    estado: 'cerrado',
    prioridad: 'alta',
    categoria: 'Category 53',
    solicitante: 'Caller 10',
    asignado: null,
    fechaCreacion: '2016-02-29T01:16:00.000Z',
  })
  expect(second).toMatchObject({
    titulo: 'INC0000002 · Síntoma desconocido (sin categoría)',
    solicitante: 'ServiceNow (desconocido)',
    prioridad: 'critica',
    categoria: 'Category 9',
    asignado: 'Resolver 89',
  })
  expect(await desk.timeline(first?.id ?? 0)).toEqual([
    'creacion, Caller 10, 2016-02-29T01:16',
    'cambio_estado abierto → en_progreso, Sistema, 2016-02-29T08:53',
    'cambio_prioridad media → alta, Sistema, 2016-02-29T08:53',
    'asignacion null → Resolver 89, Sistema, 2016-02-29T08:53',
    'edicion, Sistema, 2016-02-29T09:10',
    'cambio_estado en_progreso → resuelto, Resolved by 149, 2016-03-02T11:29',
    'cambio_categoria Category 55 → Category 53, Sistema, 2016-03-02T11:29',
    'asignacion Resolver 89 → null, Sistema, 2016-03-02T11:29',
    'cierre resuelto, Resolved by 149, 2016-03-05T12:00',
    'edicion, Sistema, 2016-08-21T18:58',
  ])
  expect(await desk.timeline(second?.id ?? 0)).toEqual([
    'creacion, ServiceNow (desconocido), 2016-02-29T09:45',
    'cambio_estado abierto → en_progreso, Sistema, 2016-02-29T09:27',
    'asignacion null → Resolver 89, Sistema, 2016-02-29T09:27',
    'edicion, Sistema, 2016-02-29T11:45',
    'cierre en_progreso, Sistema, 2016-03-06T10:00',
    'cambio_categoria null → Category 9, Sistema, 2016-03-06T10:00',
  ])
  // "Resolved by 89" is not "Resolver 89": the source numbers its pseudonyms column by column.
  expect(await desk.timeline(third?.id ?? 0)).toContain(
    'cambio_estado abierto → resuelto, Resolved by 89, 2016-03-01T08:00',
  )
  expect(await desk.proof()).toEqual([])
})

test('keeps what has no field of its own: the traces, folded, give each row back', async () => {
  await desk.importFile(FIXTURE)
  const [first] = await desk.tickets()
  const origins = await desk.origins(first?.id ?? 0)
  expect(origins[0]).toMatchObject({
    fuente: 'servicenow',
    numero: 'INC0000001',
    linea: 2,
    fila: { contact_type: 'Phone', sys_updated_by: 'Updated by 21' },
  })
  expect(origins[4]).toEqual({
    fuente: 'servicenow',
    numero: 'INC0000001',
    linea: 4,
    cambios: {
      incident_state: ['Active', 'Awaiting User Info'],
      sys_mod_count: ['1', '2'],
      sys_updated_at: ['29-02-2016 08:53', '29-02-2016 09:10'],
    },
  })
})

// Caught by it: the mutant that never sees a row as late, and takes the ticket back to where it was.
describe('a bad row', () => {
  test('is reported with its line and why, and the rest goes on', async () => {
    const [one = '', two = '', three = ''] = desk.rows
    const report = await desk.importRows([
      one,
      two.replace('Active', '-100'),
      two.replace('2 - High', '9 - Nobody'),
      two.replace('29-02-2016 08:53', '31-02-2016 08:53'),
      two.replace('Group 70', '"Group 70'),
      two.replace(',Resolver 89', ''),
      two.replace('Category 55', `Category ${'5'.repeat(90)}`),
      two.replace('Group 70', 'Group\u0000 70'),
      two.replace('Group 70', 'x'.repeat(70_000)),
      '',
      two,
      three,
    ])
    expect(report).toEqual({ leidas: 11, tickets: 1, eventos: 5, omitidas: 0, fallidas: 8 })
    expect(desk.problems).toEqual([
      { linea: 3, tipo: 'valor', columna: 'incident_state', valor: '-100' },
      { linea: 4, tipo: 'valor', columna: 'priority', valor: '9 - Nobody' },
      { linea: 5, tipo: 'valor', columna: 'sys_updated_at', valor: '31-02-2016 08:53' },
      { linea: 6, tipo: 'comillas' },
      { linea: 7, tipo: 'columnas', esperadas: 24, halladas: 23 },
      { linea: 8, tipo: 'valor', columna: 'category', valor: `Category ${'5'.repeat(90)}` },
      { linea: 9, tipo: 'valor', columna: 'assignment_group', valor: null },
      { linea: 10, tipo: 'linea_larga' },
    ])
    expect(await desk.proof()).toEqual([])
  })

  // Mutant seen to fail: a decoder that puts something in the place of what it can't read.
  test('in another encoding is told by its line, and nothing of it is in the log', async () => {
    const path = join(dirname(desk.system.file), 'windows.csv')
    const [one = '', two = ''] = desk.rows
    const row = Buffer.from(`${two.replace('Group 70', 'Logística')}\n`, 'latin1')
    await writeFile(path, Buffer.concat([Buffer.from(`${desk.header}\n${one}\n`), row]))
    expect(await desk.importFile(path)).toMatchObject({ leidas: 2, fallidas: 1 })
    expect(desk.problems).toEqual([{ linea: 3, tipo: 'codificacion' }])
  })

  test('leaves its trace once it is mended, without taking the ticket back', async () => {
    await desk.importRows([desk.rows[0], desk.rows[1]?.replace('Active', '-100'), ...desk.rows.slice(2, 6)])
    expect(await desk.importRows(desk.rows.slice(0, 6))).toMatchObject({ eventos: 1, omitidas: 5 })
    expect((await desk.tickets())[0]).toMatchObject({ estado: 'cerrado', prioridad: 'alta' })
    expect(await desk.importRows(desk.rows.slice(0, 6))).toMatchObject({ eventos: 0, omitidas: 6 })
  })
})

// Mutant seen to fail: no drain where the reading fails.
test('what ends the reading waits for what is under way', async () => {
  const { bus, db } = desk.system.runtime
  let waiting = 0
  const dispatch: typeof bus.dispatch = async (...args) => {
    waiting += 1
    return await bus.dispatch(...args).finally(() => {
      waiting -= 1
    })
  }
  const fails = importServiceNow(FIXTURE, {
    ...{ bus: { ...bus, dispatch }, db: db.as('admin'), dryRun: false, onProblem: () => undefined },
    onProgress({ leidas }) {
      if (leidas === 12) throw new Error('se acabó')
    },
  })
  await expect(fails).rejects.toThrow('se acabó')
  expect(waiting).toBe(0)
  expect((await desk.tickets()).length).toBe(3)
})

test('a dry run says the same counts and writes nothing', async () => {
  const dry = await desk.importFile(FIXTURE, true)
  expect(await desk.tickets()).toEqual([])
  expect(await desk.importFile(FIXTURE)).toEqual(dry)
  expect(await desk.importFile(FIXTURE, true)).toMatchObject({ tickets: 0, eventos: 0, omitidas: 12 })
})

test('an account that somebody made by hand is the one that is meant', async () => {
  const email = 'caller-10@servicenow.invalid'
  const made = { tipo: 'crear_cuenta', email, nombre: 'Por nombre', rol: 'cliente' } as const
  await desk.system.dispatch({ tipo: 'servicio', id: 1, servicio: 'admin' }, made)
  await desk.importFile(FIXTURE)
  expect((await desk.tickets())[0]).toMatchObject({ solicitante: 'Por nombre' })
})

test('a file that is something else is refused as a whole', async () => {
  await expect(desk.importFile('package.json')).rejects.toMatchObject({ name: 'UnreadableFile' })
})
