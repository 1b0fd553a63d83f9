import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { CuentaEvent } from '@/domain/cuenta/events'
import { TicketEvent } from '@/domain/ticket/events'
import { decodeEvent, kindOf } from '@/events/codec'
import { currentVersion, UPCASTERS, upcast } from '@/events/upcasters'
import { GOLDEN, stored } from '../../support/golden'

const Version = z.object({ json: z.object({ v: z.number() }) })
const KINDS = [...TicketEvent.options, ...CuentaEvent.options].map((option) => option.shape.tipo.value)

// Mutants seen to fail: either lift left out of UPCASTERS; renameInterno without its `datos`; splitClosing with
// `resuelto` for `otro`, without its `tipo`, or for every change of state.
describe('an event, as it was once stored,', () => {
  for (const [index, { tipo, ticket, contenido, metadata, evento, version }] of GOLDEN.entries()) {
    test(`of kind ${tipo}, version ${version} (${index}), is read as what it meant`, () => {
      const subject = ticket ? { ticket_id: 5, cuenta_id: null } : { ticket_id: null, cuenta_id: 5 }
      const { sobre, ...event } = decodeEvent(stored({ tipo, contenido, metadata, ...subject }))
      expect(event).toEqual(evento)
      expect(sobre).toMatchObject({
        posicion: 9,
        version: 3,
        usuarioId: 2,
        sujeto: { tipo: ticket ? 'ticket' : 'cuenta', id: 5 },
      })
      expect(kindOf(tipo, metadata)).toBe(evento.tipo)
      expect(Version.parse(JSON.parse(metadata)).json.v).toBe(version)
    })
  }

  // Mutants seen to fail: a third version of `comentario` without a v3.json; a row left out of v1.json or of v2.json.
  test('is here in every version of every kind, up to the one that is written', () => {
    const expected = [...new Set([...KINDS, ...UPCASTERS.keys()])].flatMap((tipo) =>
      Array.from({ length: currentVersion(tipo) }, (_, index) => `${tipo} v${index + 1}`),
    )
    const present = new Set(GOLDEN.map(({ tipo, version }) => `${tipo} v${version}`))
    expect([...present].sort()).toEqual(expected.sort())
  })
})

test('a payload of the current version is not touched by lifting', () => {
  for (const tipo of KINDS) {
    const payload = { tipo, v: currentVersion(tipo), datos: { a: 1 }, contenido: null }
    expect(upcast(payload)).toBe(payload)
  }
})

test('a lift leaves what was stored as it is', () => {
  const datos = Object.freeze({ de: 'abierto', a: 'cerrado' })
  const old = Object.freeze({ tipo: 'cambio_estado', v: 1, datos, contenido: null })
  expect(upcast(old)).toEqual({ ...old, tipo: 'cierre', datos: { de: 'abierto', motivo: 'otro' } })
})

// Mutant seen to fail: kindOf lifts whatever version it is given.
test('an event of a version from the future is compared by the kind it has', () => {
  expect(kindOf('cambio_estado', '{"json":{"v":9,"datos":{"a":"cerrado"}}}')).toBe('cambio_estado')
})
