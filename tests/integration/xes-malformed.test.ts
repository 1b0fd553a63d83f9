import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { gzipped, helpdeskLog, openXesDesk, readHistories, type XesDesk } from '../support/xes'

let desk: XesDesk
beforeEach(async () => {
  desk = await openXesDesk()
})
afterEach(async () => await desk.system.close())

const GOOD = 'Wait @2020-01-01T10:00:00Z by V'
const string = (key: string, value: string) => `<string key="${key}" value="${value}"/>`

// Mutant seen to fail: NUL and noncharacters that are let through to the log.
test('a bad event is reported with its line and why, and the rest goes on', async () => {
  const deep = `${'<list key="l"><values>'.repeat(5)}${string('x', '1')}${'</values></list>'.repeat(5)}`
  const many = Array.from({ length: 1001 }, (_, n) => string(`k${n}`, 'v')).join('')
  const report = await desk.importText(
    helpdeskLog({
      A: [
        GOOD,
        'Wait @',
        'Wait @2020-02-31T10:00:00Z',
        'Wait @2020-01-01T10:00:00+15:00',
        ' @2020-01-01T10:00:00Z',
        `Wait @2020-01-01T10:00:00Z; ${string('k', 'a&#xD800;b')}`,
        `Wait @2020-01-01T10:00:00Z; ${string('k', 'a\u0000b')}`,
        `Wait @2020-01-01T10:00:00Z; ${string('k', 'a&#0;b')}`,
        `Wait @2020-01-01T10:00:00Z; ${string('k', 'a\ufffeb')}`,
        'Wait @2020-01-01T10:00:00Z; <string value="x"/>',
        'Wait @2020-01-01T10:00:00Z; <string key="x"/>',
        'Wait @2020-01-01T10:00:00Z; <nota/>',
        `Wait @2020-01-01T10:00:00Z; ${many}`,
        `Wait @2020-01-01T10:00:00Z; ${deep}`,
        `Wait @2020-01-01T10:00:00Z; ${string('k', '&lol;')}`,
        'Closed @2020-01-02T10:00:00Z by V',
      ],
    }),
  )
  // The first event is on line 4, and every event has a line of its own.
  expect(desk.problems).toEqual([
    { linea: 5, tipo: 'falta', clave: 'time:timestamp' },
    { linea: 6, tipo: 'valor', clave: 'time:timestamp', valor: '2020-02-31T10:00:00Z' },
    { linea: 7, tipo: 'valor', clave: 'time:timestamp', valor: '2020-01-01T10:00:00+15:00' },
    { linea: 8, tipo: 'falta', clave: 'concept:name' },
    { linea: 9, tipo: 'caracter', clave: '' },
    { linea: 10, tipo: 'caracter', clave: 'k' },
    { linea: 11, tipo: 'caracter', clave: '' },
    { linea: 12, tipo: 'caracter', clave: 'k' },
    { linea: 13, tipo: 'sin_clave' },
    { linea: 14, tipo: 'sin_valor', clave: 'x' },
    { linea: 15, tipo: 'elemento', nombre: 'nota' },
    { linea: 16, tipo: 'demasiado' },
    { linea: 18, tipo: 'caracter', clave: '' },
  ])
  expect(report).toMatchObject({ leidas: 16, tickets: 1, fallidas: 13, incompleto: false })
  expect((await readHistories(desk.system))[0]?.eventos).toHaveLength(5)
})

test('a bad trace is reported once, with its line, and the next one goes on', async () => {
  const log = [
    '<log>',
    '<string value="sin clave"/>',
    '<trace>',
    '<event><string key="concept:name" value="Wait"/><date key="time:timestamp" value="2020-01-01T10:00:00Z"/></event>',
    '</trace>',
    `<trace>${string('concept:name', 'B')}<string value="x"/>`,
    '<event/>',
    '<event/>',
    '</trace>',
    `<trace>${string('concept:name', 'C')}</trace>`,
    '<resto/>',
    `<trace>${string('concept:name', 'D')}`,
    `<event>${string('concept:name', 'Wait')}<date key="time:timestamp" value="2020-01-01T10:00:00Z"/></event>`,
    `${string('tarde', 'x')}<nota/></trace>`,
    '</log>',
  ].join('\n')
  expect(await desk.importText(log)).toMatchObject({ leidas: 4, tickets: 1, fallidas: 8 })
  expect(desk.problems).toEqual([
    { linea: 2, tipo: 'sin_clave' },
    { linea: 4, tipo: 'falta', clave: 'concept:name' },
    { linea: 6, tipo: 'traza', problema: { tipo: 'sin_clave' } },
    { linea: 10, tipo: 'traza_vacia' },
    { linea: 11, tipo: 'elemento', nombre: 'resto' },
    { linea: 14, tipo: 'atributo_tardio', clave: 'tarde' },
    { linea: 14, tipo: 'elemento', nombre: 'nota' },
  ])
})

// Mutants seen to fail: a document type that is let through; a file whose end is missing that counts as whole; what
// was read just before the failure that is dropped with it.
describe('a file that can’t be read on', () => {
  const whole = helpdeskLog({ A: [GOOD], B: [GOOD], C: [GOOD] })
  const cut = whole.slice(0, whole.indexOf('"C"'))

  test.each([
    ['ends in the middle of its XML', cut, { tipo: 'cortado', linea: 11 }],
    ['is not well-formed', whole.replace('"C"', '"C" <'), { tipo: 'xml', linea: 11 }],
    ['has a value without an end', `${cut}"${'x'.repeat(3_000_000)}"`, { tipo: 'tamano', linea: 11 }],
    [
      'nests without an end',
      `${cut}"C"/>${'<list key="l">'.repeat(500)}`,
      { tipo: 'profundidad', linea: 11 },
    ],
    ['says two logs', `${whole}${whole}`, { tipo: 'xml' }],
  ])('%s: what came before it goes in, and stays', async (_, text, fallo) => {
    const report = await desk.importText(text)
    expect(report).toMatchObject({ incompleto: true, tickets: text.startsWith(whole) ? 3 : 2 })
    expect(desk.problems).toMatchObject([{ tipo: 'fichero', fallo }])
    expect(await desk.importText(whole)).toMatchObject({ fallidas: 0, leidas: 3, omitidas: report.leidas })
    expect(await readHistories(desk.system)).toHaveLength(3)
  })

  test('is gzip that ends too soon, or is broken', async () => {
    const cases = Object.fromEntries(
      Array.from({ length: 400 }, (_, n) => [`Case ${n} ${Math.sin(n)}`, [GOOD]]),
    )
    const bytes = gzipped(helpdeskLog(cases))
    const short = await desk.importText(bytes.subarray(0, bytes.length - 1000), { dryRun: true })
    expect(short.incompleto).toBe(true)
    expect(short.tickets).toBeGreaterThan(100)
    const broken = Buffer.from(bytes).fill(0x55, bytes.length - 8, bytes.length - 4)
    await desk.importText(broken, { dryRun: true })
    expect(desk.problems).toMatchObject([{ fallo: { tipo: 'cortado' } }, { fallo: { tipo: 'gzip' } }])
  })

  test.each([
    ['a document type', `<!DOCTYPE log [<!ENTITY a "b">]>${whole}`, 'dtd'],
    ['another root', '<html/>', 'raiz'],
    ['no XML at all', 'number,incident_state\nINC1,New\n', 'raiz'],
    ['nothing', '', 'raiz'],
    ['an encoding that nobody knows', `<?xml version="1.0" encoding="klingon"?>${whole}`, 'codificacion'],
    [
      'bytes that are no UTF-8',
      Buffer.concat([Buffer.from('<log>'), Buffer.from([0xff, 0xff])]),
      'codificacion',
    ],
    ['gzip of nothing', gzipped(''), 'raiz'],
  ])('is refused as a whole for %s', async (_, content, tipo) => {
    await expect(desk.importText(content)).rejects.toMatchObject({ name: 'XesFailure', tipo })
    expect(await readHistories(desk.system)).toEqual([])
  })
})

test('a log in another encoding is read as what it is', async () => {
  const log = helpdeskLog({ Cañón: [GOOD] })
  await desk.importText(Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>\n${log}`, 'latin1'))
  await desk.importText(Buffer.from(`\ufeff${log}`, 'utf16le'))
  await desk.importText(`\ufeff${log}`)
  const cases = (await readHistories(desk.system)).map(({ eventos }) => eventos[0]?.origen)
  expect(cases).toMatchObject([{ caso: 'Cañón' }])
})
