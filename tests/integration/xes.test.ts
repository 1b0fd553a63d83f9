import { verifyProjections } from '@projections/engine/verify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  AVERIAS,
  gzipped,
  helpdeskLog,
  mappingOf,
  openXesDesk,
  readHistories,
  tell,
  type XesDesk,
} from '../support/xes'

let desk: XesDesk
beforeEach(async () => {
  desk = await openXesDesk()
})
afterEach(async () => await desk.system.close())

const histories = async () =>
  (await readHistories(desk.system)).toSorted((a, b) => a.eventos.length - b.eventos.length)

test('another log works by its mapping alone', async () => {
  const mapping = await mappingOf(AVERIAS.mapa)
  const report = await desk.importFile(AVERIAS.log, { mapping })
  expect(report).toEqual({
    leidas: 7,
    tickets: 2,
    eventos: 12,
    omitidas: 0,
    fallidas: 0,
    sinCorrespondencia: { 'Foto+complete': 1 },
    recortados: 0,
    incompleto: false,
  })
  const [short, long] = await histories()
  expect(tell(short ?? { eventos: [] })).toEqual([
    'creacion, sistema@bitacora.invalid, 2024-03-30T10:00:00.000Z',
    'cierre otro, sistema@bitacora.invalid, 2024-03-30T10:00:00.000Z',
  ])
  expect(short?.eventos[0]).toMatchObject({
    datos: { solicitanteId: 'averias-desconocido@xes.invalid', prioridad: 'media', categoria: null },
    contenido: '{"titulo":"AV-2: —","descripcion":"Aviso: —"}',
  })
  // The file's order, also where time goes back; the offsets are of the file, and none of them means UTC.
  expect(tell(long ?? { eventos: [] })).toEqual([
    'creacion, averias-cliente-ana-ruiz, 2024-03-31T00:30:00.500Z',
    'asignacion null → averias-recurso-eva-gil@xes.invalid, averias-recurso-eva-gil, 2024-03-31T01:00:00.000Z',
    'cambio_estado abierto → en_progreso, averias-recurso-eva-gil, 2024-03-31T01:00:00.000Z',
    'comentario [interno] «Eva Gil empieza.», averias-recurso-eva-gil, 2024-03-31T01:00:00.000Z',
    'comentario [interno] «Foto+complete», averias-recurso-eva-gil, 2024-03-31T00:59:00.000Z',
    'asignacion averias-recurso-eva-gil@xes.invalid → null, averias-recurso-luis-gil, 2024-03-31T09:00:00.000Z',
    'cambio_prioridad critica → baja, averias-recurso-luis-gil, 2024-03-31T09:00:00.000Z',
    'cambio_categoria Ascensor <norte> & sótano → Reparado, averias-recurso-luis-gil, 2024-03-31T09:00:00.000Z',
    'cambio_estado en_progreso → resuelto, averias-recurso-luis-gil, 2024-03-31T09:00:00.000Z',
    'cierre otro, sistema@bitacora.invalid, 2024-04-01T09:00:00.000Z',
  ])
  expect(await verifyProjections(desk.system.runtime.db.as('admin'))).toEqual([])
})

test('keeps all that the source says in `origen`, with kinds and nesting', async () => {
  await desk.importFile(AVERIAS.log, { mapping: await mappingOf(AVERIAS.mapa) })
  const [, long] = await histories()
  expect(long?.eventos[0]?.origen).toMatchObject({
    fuente: 'xes',
    registro: 'averias',
    caso: 'AV-1',
    linea: 21,
    indice: 0,
    atributos: {
      vecina: 'Ana Ruiz',
      gravedad: { tipo: 'int', valor: '2' },
      cuando: { tipo: 'date', valor: '2024-03-31T01:30:00.5+01:00' },
      detalle: 'No <arranca> & huele a quemado',
    },
    traza: {
      expediente: 'AV-1',
      contrato: {
        tipo: 'container',
        hijos: { importe: { tipo: 'int', valor: '1200' }, urgente: { tipo: 'boolean', valor: 'true' } },
      },
    },
  })
  expect(long?.eventos[1]?.origen).toMatchObject({
    atributos: {
      técnica: { tipo: 'string', valor: 'Eva Gil', hijos: { carné: { tipo: 'id' } } },
      piezas: { tipo: 'list', hijos: { pieza: 'motor', 'pieza#2': 'cable' } },
    },
  })
  expect(long?.eventos[2]?.origen).toEqual({ fuente: 'xes', registro: 'averias', caso: 'AV-1', linea: 29 })
})

// Mutants seen to fail: an unmapped activity that is told as nothing, or not counted.
test('an activity without a meaning becomes an internal comment and is counted by its name', async () => {
  const report = await desk.importText(
    helpdeskLog({
      A: ['Dance @2020-01-01T10:00:00Z by V', 'Closed @2020-01-02T10:00:00Z', 'Dance @2020-01-03T10:00:00Z'],
    }),
  )
  expect(report).toMatchObject({ leidas: 3, eventos: 4, fallidas: 0, sinCorrespondencia: { Dance: 2 } })
  const [history] = await histories()
  expect(tell(history ?? { eventos: [] })).toEqual([
    'creacion, helpdesk-recurso-v, 2020-01-01T10:00:00.000Z',
    'comentario [interno] «Dance», helpdesk-recurso-v, 2020-01-01T10:00:00.000Z',
    'cierre resuelto, sistema@bitacora.invalid, 2020-01-02T10:00:00.000Z',
    'comentario [interno] «Dance», sistema@bitacora.invalid, 2020-01-03T10:00:00.000Z',
  ])
})

test('an activity that changes nothing leaves an internal comment, and so does one that nobody is named for', async () => {
  const log = helpdeskLog({
    A: [
      'Insert ticket @2020-01-01T10:00:00Z',
      'Assign seriousness @2020-01-01T11:00:00Z',
      'Closed @2020-01-02T10:00:00Z',
      'Closed @2020-01-03T10:00:00Z',
    ],
  })
  expect(await desk.importText(log)).toMatchObject({ leidas: 4, eventos: 4, sinCorrespondencia: {} })
  const [history] = await histories()
  expect(tell(history ?? { eventos: [] }).map((line) => line.replace(/,.*/, ''))).toEqual([
    'creacion',
    'comentario [interno] «Assign seriousness»',
    'cierre resuelto',
    'comentario [interno] «Closed»',
  ])
})

test('a case of more events than a command holds goes in whole', async () => {
  const events = Array.from(
    { length: 120 },
    (_, n) => `Wait @2020-01-01T10:00:00Z by V; <int key="n" value="${n}"/>`,
  )
  expect(await desk.importText(gzipped(helpdeskLog({ A: events })))).toMatchObject({
    leidas: 120,
    tickets: 1,
    eventos: 122,
  })
  const [history] = await histories()
  const order = history?.eventos.flatMap(
    ({ origen }) => JSON.stringify(origen).match(/"n":\{"tipo":"int","valor":"(\d+)"/)?.[1] ?? [],
  )
  expect(order).toEqual(events.map((_, n) => String(n)))
})

describe('people', () => {
  // Mutants seen to fail: an address that doesn't tell resources and requesters apart; a case that is known by its
  // name alone, whichever log it is of.
  test('are an account each, of their own log and part', async () => {
    await desk.importText(
      helpdeskLog({
        A: [
          'Take in charge ticket @2020-01-01T10:00:00Z by Value 1; <string key="customer" value="Value 1"/>',
        ],
      }),
    )
    const other = { ...(await mappingOf('src/io/xes/helpdesk.json')), fuente: 'otro' }
    await desk.importText(
      helpdeskLog({ A: ['Wait @2020-01-01T10:00:00Z by Value 1', 'Wait @2020-01-02T10:00:00Z by Ñandú'] }),
      { mapping: other },
    )
    const raw = JSON.stringify(await readHistories(desk.system))
    const mails = [...new Set(raw.match(/[\w-]+@xes\.invalid/g))].sort()
    expect(mails).toEqual([
      'helpdesk-cliente-value-1@xes.invalid',
      'helpdesk-recurso-value-1@xes.invalid',
      'otro-desconocido@xes.invalid',
      expect.stringMatching(/^otro-recurso-and-[a-z0-9]{10}@/),
      'otro-recurso-value-1@xes.invalid',
    ])
    expect(await readHistories(desk.system)).toHaveLength(2)
  })
})

// Mutant seen to fail: values that are kept whole however long they are.
test('a value beyond every bound of the domain is cut, and said to be', async () => {
  const long = 'x'.repeat(30_000)
  const log = helpdeskLog({
    A: [
      `Wait @2020-01-01T10:00:00Z; <string key="nota" value="${long}"/><string key="product" value="${long}"/>`,
    ],
  })
  expect(await desk.importText(log)).toMatchObject({ eventos: 3, fallidas: 0, recortados: 2 })
  const [history] = await histories()
  expect(history?.eventos[0]).toMatchObject({
    datos: { categoria: `Producto ${'x'.repeat(71)}` },
    origen: { recortados: ['nota', 'product'] },
  })
  expect(JSON.stringify(history?.eventos[0]?.origen).length).toBeLessThan(50_000)
  expect(await desk.importText(log)).toMatchObject({ eventos: 0, omitidas: 1 })
})
