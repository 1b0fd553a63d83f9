import { describe, expect, test } from 'vitest'
import { isLiveMessage, isLiveNews } from '@/components/live/message'

const change = { ticketId: 1, version: 2, tipo: 'comentario', autorId: 3, autor: 'Ana' }
const news = { posicion: 9, todo: false, cambios: [change] }

describe('what a live stream tells', () => {
  test('is taken where it is whole', () => {
    expect(isLiveNews(news)).toBe(true)
    expect(isLiveMessage({ tipo: 'novedades', novedades: news })).toBe(true)
    expect(isLiveMessage({ tipo: 'conexion', conectado: false })).toBe(true)
    expect(isLiveMessage({ tipo: 'pregunta' })).toBe(true)
  })

  // Mutant seen to fail: a check that stops at the first field.
  test('is refused where any field is missing or of another kind', () => {
    for (const name of Object.keys(change)) {
      expect(isLiveNews({ ...news, cambios: [change, { ...change, [name]: null }] }), name).toBe(false)
    }
    for (const name of Object.keys(news)) expect(isLiveNews({ ...news, [name]: 'x' }), name).toBe(false)
    for (const raw of [
      null,
      undefined,
      1,
      'x',
      [],
      {},
      { tipo: 'otro' },
      { tipo: 'conexion' },
      { tipo: 'novedades' },
    ])
      expect(isLiveMessage(raw), JSON.stringify(raw)).toBe(false)
  })
})
