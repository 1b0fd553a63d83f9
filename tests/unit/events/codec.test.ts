import superjson from 'superjson'
import { describe, expect, test } from 'vitest'
import type { DomainEvent } from '@/domain/events'
import { decodeEvent, encodePayload, fingerprint, UnreadableEvent } from '@/events/codec'
import type { StoredEvent } from '@/events/stored'
import { currentVersion } from '@/events/upcasters'
import { GOLDEN, stored } from '../../support/golden'

const CERRADO = '{"json":{"v":2,"datos":{"de":"abierto","a":"cerrado"}}}'

// Mutant seen to fail: `a` of cambio_estado with every state.
describe('a reader stops, and skips nothing,', () => {
  const ok = '{"json":{"v":2,"datos":{"esInterno":false}}}'
  const broken: readonly [string, Partial<StoredEvent>][] = [
    ['at an unknown kind', { tipo: 'fusion', metadata: ok }],
    ['at a version from the future', { metadata: ok.replace('"v":2', '"v":99') }],
    ['at a version that never was', { metadata: ok.replace('"v":2', '"v":0') }],
    ['at half a version', { metadata: ok.replace('"v":2', '"v":1.5') }],
    ['at no version', { metadata: '{"json":{"datos":{}}}' }],
    ['at a payload that its version has not', { metadata: ok.replace('"v":2', '"v":1') }],
    ['at an old field in a new version', { metadata: ok.replace('esInterno', 'interno') }],
    ['at a closing that is no cierre', { tipo: 'cambio_estado', metadata: CERRADO }],
    [
      'at a payload that its kind has not',
      { tipo: 'cambio_prioridad', metadata: ok.replace('"v":2', '"v":1') },
    ],
    ['at an account’s event on a ticket', { tipo: 'desactivacion', metadata: '{"json":{"v":1,"datos":{}}}' }],
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
      { tipo: 'comentario', datos: { esInterno: true }, contenido: 'Ñandú 😀' },
      sal,
      'abc',
    )
    expect(payload).toEqual({
      tipo: 'comentario',
      contenido: 'Ñandú 😀',
      metadata: '{"json":{"v":2,"datos":{"esInterno":true},"digest":"abc"}}',
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
      { tipo: 'comentario', datos: { esInterno: false }, contenido: 'x', usuarioId: 7 },
      sal,
    )
    expect(metadata).not.toContain('usuarioId')
  })
})

// Mutants seen to fail: JSON.parse in place of superjson's; JSON.stringify for an event with an `origen` too.
describe('metadata', () => {
  const sal = '00112233445566778899aabbccddeeff'
  const origen = { fuente: 'x', cuando: new Date('2020-02-29T12:00:00.000Z'), nada: undefined, veces: 3n }

  test('gives back what is more than JSON, as superjson wrote it', () => {
    const event: DomainEvent = { tipo: 'cambio_estado', datos: { de: 'abierto', a: 'resuelto' }, origen }
    const { metadata } = encodePayload(event, sal)
    expect(metadata).toContain('"meta"')
    const { sobre: _, ...decoded } = decodeEvent(stored({ tipo: event.tipo, metadata }))
    expect(decoded).toStrictEqual(event)
  })

  test('is byte for byte what superjson writes', () => {
    for (const { tipo, contenido, metadata, ticket } of GOLDEN) {
      const subject = ticket ? {} : { ticket_id: null, cuenta_id: 5 }
      const event = decodeEvent(stored({ tipo, contenido, metadata, ...subject }))
      const origen = 'origen' in event ? { origen: event.origen } : {}
      const payload = { v: currentVersion(event.tipo), datos: event.datos }
      expect(encodePayload(event, sal).metadata).toBe(superjson.stringify({ ...payload, ...origen }))
      expect(encodePayload(event, sal, 'x').metadata).toBe(
        superjson.stringify({ ...payload, digest: 'x', ...origen }),
      )
    }
  })
})
