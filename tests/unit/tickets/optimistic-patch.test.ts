import { describe, expect, test } from 'vitest'
import { addPatch, type Muestra, patchOf, stillPending } from '@/components/tickets/ficha/optimistic-patch'

const sent = (muestra: Muestra, fields: Readonly<Record<string, string>>) => {
  const form = new FormData()
  for (const [name, value] of Object.entries({ comandoId: 'c1', ...fields })) form.set(name, value)
  return patchOf(muestra, form)
}

describe('what a page shows before it is so', () => {
  test.each([
    [
      'a reply',
      { comentario: 'Hola' },
      { comentarios: [{ comandoId: 'c1', texto: 'Hola', interno: false }] },
    ],
    ['a state with no words', { comentario: ' ', a: 'resuelto' }, { estado: 'resuelto' }],
    [
      'a note with a state',
      { comentario: 'x', interno: 'on', a: 'resuelto' },
      { estado: 'resuelto', comentarios: [{ comandoId: 'c1', texto: 'x', interno: true }] },
    ],
    [
      'a reply that closes',
      { comentario: 'x', motivo: 'duplicado' },
      { estado: 'cerrado', comentarios: [{ comandoId: 'c1', texto: 'x', interno: false }] },
    ],
    // Mutant seen to fail: a reopening that shows whatever is in the box.
    [
      'a reopening, without the note',
      { comentario: 'x', interno: 'on', reabrir: 'on' },
      { estado: 'abierto' },
    ],
  ] as const)('of %s', (_, fields, patch) => {
    expect(sent('respuesta', fields)).toEqual(patch)
  })

  test('of a property is its field alone', () => {
    expect(sent('asignado', { a: '' })).toEqual({ asignado: '' })
    expect(sent('prioridad', { a: 'alta' })).toEqual({ prioridad: 'alta' })
  })

  test('adds up while several are on their way', () => {
    const both = addPatch(sent('respuesta', { comentario: 'uno' }), sent('estado', { a: 'resuelto' }))
    expect(both).toMatchObject({ estado: 'resuelto', comentarios: [{ texto: 'uno' }] })
  })

  // Mutant seen to fail: `stillPending` that gives all of them; the comment stands there twice.
  test('ends where the event itself is shown', () => {
    const patch = sent('respuesta', { comentario: 'uno' })
    expect(stillPending(patch, ['c0'])).toHaveLength(1)
    expect(stillPending(patch, ['c0', 'c1'])).toEqual([])
  })
})
