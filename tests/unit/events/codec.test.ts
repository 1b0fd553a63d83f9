import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { CuentaEvent } from '@/domain/cuenta/events'
import { TicketEvent } from '@/domain/ticket/events'
import { decodeEvent, encodePayload, fingerprint, UnreadableEvent } from '@/events/codec'
import type { StoredEvent } from '@/events/stored'
import { upcast } from '@/events/upcasters'

const Golden = z.array(
  z.object({
    tipo: z.string(),
    ticket: z.boolean(),
    contenido: z.string().nullable(),
    metadata: z.string(),
    evento: z.record(z.string(), z.unknown()),
  }),
)
const file = new URL('../../fixtures/eventos/v1.json', import.meta.url)
const golden = Golden.parse(JSON.parse(readFileSync(file, 'utf8')))

function stored(part: Partial<StoredEvent>): StoredEvent {
  const time = '2026-03-01T10:00:00.000Z'
  const ids = {
    id: 9,
    evento_id: 'e',
    usuario_id: 2,
    comando_id: 'c',
    orden: 0,
    correlacion_id: 'c',
    causa_id: null,
  }
  const rest = {
    ticket_id: 5,
    cuenta_id: null,
    version: 3,
    es_interno: false,
    fecha_creacion: time,
    fecha_registro: time,
  }
  return { ...ids, ...rest, tipo: 'comentario', contenido: null, metadata: '{}', ...part }
}

describe('an event of version 1, as it was stored,', () => {
  for (const { tipo, ticket, contenido, metadata, evento } of golden) {
    test(`of kind ${tipo} is read as what it meant`, () => {
      const subject = ticket ? { ticket_id: 5, cuenta_id: null } : { ticket_id: null, cuenta_id: 5 }
      const { sobre, ...event } = decodeEvent(stored({ tipo, contenido, metadata, ...subject }))
      expect(event).toEqual({
        ...(contenido === null && !('contenido' in evento) ? {} : { contenido: null }),
        ...evento,
      })
      expect(sobre).toMatchObject({
        posicion: 9,
        version: 3,
        usuarioId: 2,
        sujeto: { tipo: ticket ? 'ticket' : 'cuenta', id: 5 },
      })
    })
  }
  test('is here for every kind that the domain knows', () => {
    const kinds = [...TicketEvent.options, ...CuentaEvent.options].map((option) => option.shape.tipo.value)
    expect(golden.map(({ tipo }) => tipo).sort()).toEqual(kinds.sort())
  })
})

describe('a reader stops, and skips nothing,', () => {
  const ok = '{"json":{"v":1,"datos":{"interno":false}}}'
  const broken: readonly [string, Partial<StoredEvent>][] = [
    ['at an unknown kind', { tipo: 'fusion', metadata: ok }],
    ['at a version from the future', { metadata: ok.replace('"v":1', '"v":2') }],
    ['at no version', { metadata: '{"json":{"datos":{}}}' }],
    ['at a payload that its kind has not', { tipo: 'cambio_estado', metadata: ok }],
    ['at an account’s event on a ticket', { tipo: 'desactivacion', metadata: ok }],
    ['at an event of no stream', { ticket_id: null, metadata: ok }],
  ]
  for (const [what, part] of broken) {
    test(what, () => expect(() => decodeEvent(stored(part))).toThrow(UnreadableEvent))
  }
  test('and names the position', () =>
    expect(() => decodeEvent(stored({ tipo: 'fusion' }))).toThrow('event 9 (fusion)'))
})

describe('what is written', () => {
  const sal = '00112233445566778899aabbccddeeff'

  test('has its free text apart, with a fingerprint that proves it', () => {
    const payload = encodePayload(
      { tipo: 'comentario', datos: { interno: true }, contenido: 'Ñandú 😀' },
      sal,
      'abc',
    )
    expect(payload).toEqual({
      tipo: 'comentario',
      contenido: 'Ñandú 😀',
      metadata: '{"json":{"v":1,"datos":{"interno":true},"digest":"abc"}}',
      esInterno: true,
      sal,
      huella: fingerprint(sal, 'Ñandú 😀'),
    })
    // printf '\x00\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\xcc\xdd\xee\xffabc' | sha256sum
    expect(fingerprint(sal, 'abc')).toBe('5f6ea01363cb4b7eeaaa0b52de22ab4829202ed450827b8f8b4d33c8068bd3d7')
  })
  test('has neither salt nor fingerprint where there is no free text', () => {
    expect(encodePayload({ tipo: 'desactivacion', datos: {} }, sal)).toMatchObject({
      contenido: null,
      sal: null,
      huella: null,
    })
  })
  test('never says who did it at the source in its metadata: that is a column', () => {
    const { metadata } = encodePayload(
      { tipo: 'comentario', datos: { interno: false }, contenido: 'x', usuarioId: 7 },
      sal,
    )
    expect(metadata).not.toContain('usuarioId')
  })
})

test('a payload of the current version is not touched by lifting', () => {
  const payload = { datos: { a: 1 }, contenido: null }
  expect(upcast('comentario', 1, payload)).toBe(payload)
  for (const v of [0, -1, 1.5, 2]) expect(() => upcast('comentario', v, payload)).toThrow('payload version')
})
