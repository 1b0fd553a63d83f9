import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { audit, sealNow, tamperLog, tamperSeals } from '../../support/seals'
import { openTestSystem, type TestSystem } from '../../support/system'

let system: TestSystem
beforeEach(async () => {
  system = await openTestSystem({ seeded: true })
})
afterEach(async () => await system.close())

const change = (posicion: number) => ({
  clase: 'evento',
  cambio: 'cambiado',
  posicion,
  hasta: posicion,
  sellado: true,
})

test('a sound log is found sound, and its unsealed tail named', async () => {
  expect(await audit(system)).toMatchObject({
    hallazgos: [],
    confirmados: 0,
    sinSellar: { desde: 1, hasta: 106 },
  })
  const head = await sealNow(system)
  expect(head).toMatchObject({ tamano: 106, posicion: 106 })
  expect(await audit(system, [head])).toEqual({
    eventos: 106,
    confirmados: 106,
    posicionConfirmada: 106,
    sellos: 1,
    claves: 1,
    borrados: 0,
    sinSellar: null,
    comparadas: 1,
    hallazgos: [],
  })
  await system.person('operador')
  expect((await audit(system, [head])).sinSellar).toEqual({ desde: 107, hasta: 107, eventos: 1 })
  expect((await sealNow(system)).tamano).toBe(107)
  expect(await audit(system, [head])).toMatchObject({ hallazgos: [], sellos: 2, sinSellar: null })
})

// Mutant seen to fail: a leaf without the column.
// A root may lack any one letter: the fifth becomes another one, whichever it is.
const OTHER_ROOT =
  "UPDATE sellos SET raiz = replace(raiz, substr(raiz, 5, 1), iif(substr(raiz, 5, 1) = 'a', 'b', 'a'))"

describe('a change of any column', () => {
  // Written out, all but id: a column that the leaf forgets must be missed here.
  const other = {
    evento_id: "'01ZZZZZZZZZZZZZZZZZZZZZZZZ'",
    ticket_id: '2',
    cuenta_id: '1',
    usuario_id: '1',
    tipo: "'otro'",
    metadata: "metadata || ' '",
    es_interno: '1 - es_interno',
    version: 'version + 70',
    comando_id: "'01ZZZZZZZZZZZZZZZZZZZZZZZZ'",
    orden: 'orden + 9',
    correlacion_id: "'01ZZZZZZZZZZZZZZZZZZZZZZZZ'",
    causa_id: "'01ZZZZZZZZZZZZZZZZZZZZZZZZ'",
    huella: "replace(huella, substr(huella, 5, 1), 'g')",
    fecha_creacion: "'2020-01-01T00:00:00.000Z'",
    fecha_registro: "'2020-01-01T00:00:00.000Z'",
  }
  test.each(Object.entries(other))('%s', async (column, value) => {
    await sealNow(system)
    const { eventos } = await audit(system)
    const row = 40
    await tamperLog(system, `UPDATE interacciones SET ${column} = ${value} WHERE id = ${row}`)
    const report = await audit(system)
    expect(report.eventos).toBe(eventos)
    expect(report.hallazgos).toContainEqual(change(row))
  })

  test('to a blob, which no JSON can hold', async () => {
    await sealNow(system)
    await tamperLog(system, "UPDATE interacciones SET tipo = x'ff00' WHERE id = 77")
    expect((await audit(system)).hallazgos).toContainEqual(change(77))
  })

  test('to bytes that are no UTF-8, which would abort whoever reads them as text', async () => {
    await sealNow(system)
    await tamperLog(system, "UPDATE interacciones SET tipo = CAST(x'61ff' AS TEXT) WHERE id = 78")
    expect((await audit(system)).hallazgos).toContainEqual(change(78))
  })

  test.each([
    ["contenido = contenido || '.'"],
    ["contenido = CAST(x'61ff' AS TEXT)"],
    ["contenido = x'6161'"],
    ["sal = upper(replace(sal, substr(sal, 1, 1), 'a'))"],
    ['contenido = NULL'],
    ['sal = NULL'],
  ])('of the content: %s', async (set) => {
    await sealNow(system)
    await tamperLog(system, `UPDATE interacciones SET ${set} WHERE id = 2`)
    expect((await audit(system)).hallazgos).toContainEqual({ clase: 'contenido', posicion: 2 })
  })
})

test('an erasure of content and salt contradicts nothing', async () => {
  await sealNow(system)
  await tamperLog(system, 'UPDATE interacciones SET contenido = NULL, sal = NULL WHERE id IN (2, 50)')
  expect(await audit(system)).toMatchObject({ hallazgos: [], confirmados: 106 })
})

const COLUMNS = `ticket_id, cuenta_id, usuario_id, tipo, contenido, metadata, es_interno, comando_id, orden,
  correlacion_id, causa_id, sal, huella, fecha_creacion, fecha_registro`
const COPY = (id: number, from: number, event: string) =>
  `INSERT INTO interacciones (id, evento_id, version, ${COLUMNS.replace('orden', 'orden')})
   SELECT ${id}, '${event}', version + 500, ${COLUMNS.replace('orden', 'orden + 50')} FROM interacciones WHERE id = ${from}`

describe('events that', () => {
  beforeEach(async () => void (await sealNow(system)))
  const first = async () => (await audit(system)).hallazgos[0]

  test('were removed', async () => {
    await tamperLog(system, 'DELETE FROM interacciones WHERE id BETWEEN 30 AND 32')
    expect(await first()).toMatchObject({
      clase: 'evento',
      cambio: 'quitado',
      posicion: 30,
      hasta: 32,
      sellado: true,
    })
  })

  test('were removed, and the rest numbered anew', async () => {
    await tamperLog(
      system,
      'DELETE FROM interacciones WHERE id IN (30, 31)',
      'UPDATE interacciones SET id = -id WHERE id > 31',
      'UPDATE interacciones SET id = -id - 2 WHERE id < 0',
    )
    expect(await first()).toMatchObject({ cambio: 'quitado', posicion: 30, hasta: 31 })
  })

  test('were cut off at the end', async () => {
    await tamperLog(system, 'DELETE FROM interacciones WHERE id > 90')
    expect(await first()).toMatchObject({ cambio: 'quitado', posicion: 91, hasta: 106, sellado: true })
  })

  test('were all removed', async () => {
    await tamperLog(system, 'DELETE FROM interacciones')
    expect(await first()).toMatchObject({ cambio: 'quitado', posicion: 1, hasta: 106 })
  })

  test('were inserted, the rest numbered anew', async () => {
    await tamperLog(
      system,
      'UPDATE interacciones SET id = -id WHERE id > 60',
      'UPDATE interacciones SET id = -id + 1 WHERE id < 0',
      COPY(61, 20, '01ZZZZZZZZZZZZZZZZZZZZZZZZ'),
    )
    expect(await first()).toMatchObject({ cambio: 'insertado', posicion: 61, hasta: 61, sellado: true })
  })

  test('were inserted before the first', async () => {
    await tamperLog(system, COPY(-5, 20, '01ZZZZZZZZZZZZZZZZZZZZZZZZ'))
    expect(await first()).toMatchObject({ cambio: 'insertado', posicion: -5 })
  })

  test('were exchanged', async () => {
    await tamperLog(
      system,
      'UPDATE interacciones SET id = -1 WHERE id = 25',
      'UPDATE interacciones SET id = 25 WHERE id = 70',
      'UPDATE interacciones SET id = 70 WHERE id = -1',
    )
    expect(await first()).toMatchObject({ cambio: 'movido', posicion: 25, sellado: true })
  })

  test('were put elsewhere, those between numbered anew', async () => {
    await tamperLog(
      system,
      'UPDATE interacciones SET id = -1000 WHERE id = 25',
      'UPDATE interacciones SET id = -id WHERE id BETWEEN 26 AND 70',
      'UPDATE interacciones SET id = -id - 1 WHERE id BETWEEN -70 AND -26',
      'UPDATE interacciones SET id = 70 WHERE id = -1000',
    )
    expect(await first()).toMatchObject({ cambio: 'movido', posicion: 25 })
  })

  test('were given another id', async () => {
    await tamperLog(system, 'UPDATE interacciones SET id = 200 WHERE id = 106')
    expect(await first()).toMatchObject({ cambio: 'movido', posicion: 106 })
  })
})

describe('the seals’ own tables', () => {
  beforeEach(async () => void (await sealNow(system)))
  const all = async () => (await audit(system)).hallazgos

  test('a leaf of the stored tree is told from a changed event by the seal', async () => {
    await tamperSeals(
      system,
      "UPDATE sellos_mosaicos SET hashes = CAST(substr(hashes, 1, 64) || x'00' || substr(hashes, 66) AS BLOB)",
    )
    expect(await all()).toEqual([{ clase: 'arbol', nivel: 0, indice: 0 }])
  })

  test.each([
    [
      "UPDATE sellos SET fecha = '2020-01-01T00:00:00.000Z'",
      { clase: 'sello', tamano: 106, motivo: 'firma' },
    ],
    ['UPDATE sellos SET posicion = 105', { clase: 'sello', tamano: 106, motivo: 'firma' }],
    [OTHER_ROOT, { clase: 'sello', tamano: 106, motivo: 'firma' }],
    ['UPDATE sellos SET tamano = 105', { clase: 'sello', tamano: 105, motivo: 'firma' }],
    ['UPDATE sellos SET tamano = 300', { clase: 'sello', tamano: 300, motivo: 'firma' }],
    ['DELETE FROM sellos_claves', { clase: 'sello', tamano: 106, motivo: 'clave_desconocida' }],
    ['UPDATE sellos_mosaicos SET primera = 2', { clase: 'arbol', nivel: 0, indice: 0 }],
    ['DELETE FROM sellos_mosaicos', { clase: 'arbol', nivel: 0, indice: 0 }],
  ])('%s', async (sql, finding) => {
    await tamperSeals(system, sql)
    expect(await all()).toContainEqual(finding)
  })

  test('only grow, for whoever comes by SQL', async () => {
    const { tamper } = await import('../../support/follow')
    for (const table of ['sellos', 'sellos_claves', 'sellos_mosaicos'])
      await expect(tamper(system, `DELETE FROM ${table}`), table).rejects.toThrow(/append-only|only grows/)
    await expect(tamper(system, OTHER_ROOT)).rejects.toThrow('append-only')
    await expect(tamper(system, "UPDATE sellos_claves SET fecha = fecha || ''")).rejects.toThrow(
      'append-only',
    )
    await expect(
      tamper(system, 'UPDATE sellos_mosaicos SET hashes = CAST(substr(hashes, 33) AS BLOB)'),
    ).rejects.toThrow('only grows')
  })
})
