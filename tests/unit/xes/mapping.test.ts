import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { DEFAULT_MAPPING } from '@/io/xes/default-mapping'
import { readMapping } from '@/io/xes/mapping'

const wrong = (mapping: unknown) => {
  const parsed = readMapping(typeof mapping === 'string' ? mapping : JSON.stringify(mapping))
  return parsed.ok ? [] : parsed.errores
}

describe('a mapping', () => {
  test('may leave out all but its source and its activities', () => {
    expect(readMapping('{"fuente":"x","actividades":{"A":{"tipo":"cerrar"}}}')).toMatchObject({
      ok: true,
      mapping: {
        caso: 'concept:name',
        actividad: { atributos: ['concept:name'] },
        fecha: 'time:timestamp',
        recurso: { atributo: 'org:resource', prefijo: '' },
        solicitante: null,
        actividades: { A: [{ tipo: 'cerrar', motivo: 'resuelto' }] },
      },
    })
  })

  test('that is wrong is told part by part: which, and what was expected', () => {
    // Mutant seen to fail: what the engine says, which is English.
    expect(wrong('{"fuente": ')).toEqual(['no es JSON'])
    expect(wrong('{"fuente": "x"\n "y"}')).toEqual(['no es JSON: línea 2, columna 2'])
    expect(wrong([])).toEqual([expect.stringMatching(/^se esperaba un objeto con fuente, caso, /)])
    expect(wrong({})).toEqual([
      '«fuente»: falta; se esperaba un nombre corto',
      '«actividades»: falta; se esperaba un objeto con una orden por actividad',
    ])
    const acciones =
      'crear, comentar, cambiar_estado, cerrar, reabrir, asignar, cambiar_prioridad, cambiar_categoria'
    expect(
      wrong({
        fuente: 'Mi Mesa',
        actividad: 3,
        recurso: { nombre: 'x' },
        prioridad: { atributo: 'p', valores: { '1': 'urgente' } },
        actividades: {
          A: { tipo: 'borrar' },
          B: { tipo: 'cerrar', motivo: 'porque sí' },
          C: { tipo: 'cambiar_estado', a: 'cerrado' },
          D: [],
        },
        actividaes: {},
      }),
    ).toEqual([
      '«fuente»: se esperaba un nombre de minúsculas, cifras y guiones',
      '«actividad»: se esperaba un atributo, una lista de atributos o { "clasificador": "nombre" }',
      '«recurso.atributo»: falta; se esperaba un texto de 1 a 200 caracteres',
      '«recurso»: no se conoce «nombre»',
      '«prioridad.valores.1»: se esperaba uno de: baja, media, alta, critica',
      `«actividades.A.0.tipo»: se esperaba un objeto con «tipo», uno de: ${acciones}`,
      '«actividades.B.0.motivo»: se esperaba uno de: resuelto, duplicado, sin_respuesta, cancelado, otro',
      '«actividades.C.0.a»: se esperaba uno de: abierto, en_progreso, resuelto',
      '«actividades.D»: se esperaba de 1 a 8 elementos',
      'no se conoce «actividaes»',
    ])
  })

  test('the built-in one has each of the help desk’s fourteen activities', () => {
    expect(Object.keys(DEFAULT_MAPPING.actividades).sort()).toEqual([
      'Assign seriousness',
      'Closed',
      'Create SW anomaly',
      'DUPLICATE',
      'INVALID',
      'Insert ticket',
      'RESOLVED',
      'Require upgrade',
      'Resolve SW anomaly',
      'Resolve ticket',
      'Schedule intervention',
      'Take in charge ticket',
      'VERIFIED',
      'Wait',
    ])
  })

  test('the documentation’s example is one, and so is what it says of the built-in one', () => {
    const page = readFileSync('docs/IMPORTACION.md', 'utf8')
    const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json = '']) => readMapping(json))
    expect(examples.length).toBeGreaterThan(0)
    expect(examples.filter(({ ok }) => !ok)).toEqual([])
    for (const actividad of Object.keys(DEFAULT_MAPPING.actividades))
      expect(page).toContain(`| ${actividad} |`)
  })
})
