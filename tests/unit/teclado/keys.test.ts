import { describe, expect, test } from 'vitest'
import { matches } from '@/components/teclado/commands'
import { GO, KEYS, opensPalette, singleKey } from '@/components/teclado/keys'
import { LOCALES, MESSAGES } from '@/i18n/locales'
import { sectionsFor } from '../../../app/_shell/sections'

const plain = {
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
  repeat: false,
}
const press = (key: string, held: Partial<typeof plain> = {}) => ({ ...plain, key, ...held })

describe('the table of keys', () => {
  test('names each key once, in words that every language has', () => {
    const keys = KEYS.map(({ tecla }) => tecla)
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys).not.toContain(GO)
    for (const locale of LOCALES)
      for (const { nombre } of KEYS) expect(MESSAGES[locale].teclado.tecla[nombre], nombre).toBeTruthy()
  })

  test('leaves each key as singleKey gives it', () => {
    for (const { tecla } of KEYS) expect(singleKey(press(tecla))).toBe(tecla)
  })

  test('leads after g only to parts that the role may see', () => {
    const led = (rol: Parameters<typeof sectionsFor>[0]) => sectionsFor(rol).map(({ tecla }) => tecla)
    expect(led('cliente')).toEqual(['t'])
    expect(led('operador')).not.toContain('a')
    expect(led('admin')).toContain('a')
    expect(new Set(led('admin')).size).toBe(led('admin').length)
  })
})

describe('a single key', () => {
  // Mutant seen to fail: no look at modifiers; Ctrl+C opens a new ticket.
  test('is none with a modifier, or within a composition', () => {
    for (const held of ['ctrlKey', 'metaKey', 'altKey', 'isComposing'] as const)
      for (const { tecla } of KEYS)
        expect(singleKey(press(tecla, { [held]: true })), `${held} ${tecla}`).toBeNull()
    expect(singleKey(press('J', { shiftKey: true }))).toBeNull()
  })

  test('is what the layout makes of it: signs may need Shift, Caps Lock changes nothing', () => {
    expect(singleKey(press('?', { shiftKey: true }))).toBe('?')
    expect(singleKey(press('/', { shiftKey: true }))).toBe('/')
    expect(singleKey(press('J'))).toBe('j')
  })

  test('that is held down moves along the rows, and does nothing else', () => {
    const held = (key: string) => singleKey(press(key, { repeat: true }))
    expect([held('j'), held('k')]).toEqual(['j', 'k'])
    expect([held('c'), held('x'), held('Enter')]).toEqual([null, null, null])
  })
})

describe('the palette', () => {
  test('opens by ⌘K or Ctrl+K alone, and leaves Ctrl+K in a Mac’s text to the text', () => {
    const pc = { apple: false, typing: true }
    expect(opensPalette(press('k', { ctrlKey: true }), pc)).toBe(true)
    expect(opensPalette(press('K', { metaKey: true }), pc)).toBe(true)
    expect(opensPalette(press('k', { ctrlKey: true }), { apple: true, typing: true })).toBe(false)
    expect(opensPalette(press('k', { ctrlKey: true }), { apple: true, typing: false })).toBe(true)
    for (const also of ['shiftKey', 'altKey', 'metaKey', 'repeat'] as const)
      expect(opensPalette(press('k', { ctrlKey: true, [also]: true }), pc), also).toBe(false)
    expect(opensPalette(press('k'), pc)).toBe(false)
  })

  test('finds commands by the words in any order, case and accents aside', () => {
    expect(matches('Ir a Auditoría', 'audit')).toBe(true)
    expect(matches('Ir a Auditoría', 'AUDITORIA ir')).toBe(true)
    expect(matches('Ir a Auditoría', 'tickets')).toBe(false)
    expect(matches('Ir a Auditoría', '')).toBe(true)
  })
})
