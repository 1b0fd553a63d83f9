import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  accept,
  type Box,
  draftOf,
  openBox,
  refuse,
  send,
  type,
} from '@/components/tickets/compositor/draft-box'
import { type Borrador, newest } from '@/domain/draft-copies'
import { FC_TIMEOUT, fcParams } from '../support/fc'

/** What may happen to a box, to its two stores, and to the clocks around it. */
const step = fc.constantFrom(
  'escribe',
  'escribe',
  'envia',
  'acepta',
  'rechaza',
  'guarda',
  'guarda tarde',
  'reabre',
  'reloj atrás',
)

/** One person at one box: what they typed, what was taken, what is kept where. */
class Desk {
  box: Box = openBox()
  local: Borrador | null = null
  servidor: Borrador | null = null
  /** A save that is on its way, and may arrive after others. */
  tarde: Borrador | null = null
  ahora = Date.parse('2026-05-04T10:00:00.000Z')
  typed = 0
  /** The marks that must be in the box or on their way: each was typed and not yet taken. */
  readonly owed = new Set<string>()
  readonly taken = new Set<string>()

  act(what: typeof step extends fc.Arbitrary<infer S> ? S : never): void {
    this.ahora += 7
    if (what === 'escribe') {
      const mark = `<${++this.typed}>`
      this.owed.add(mark)
      this.box = type(this.box, this.box.texto + mark, this.ahora)
    }
    if (what === 'envia' && this.box.envio === null && this.box.texto !== '') this.box = send(this.box)
    if (what === 'acepta') this.#accept()
    if (what === 'rechaza') this.box = refuse(this.box, this.ahora)
    if (what === 'guarda tarde') this.tarde ??= draftOf(this.box)
    if (what === 'guarda') {
      if (this.tarde) this.#store(this.tarde)
      this.tarde = null
    }
    if (what === 'reloj atrás') this.ahora -= 60_000
    this.local = draftOf(this.box)
    if (what === 'reabre') this.box = openBox(this.servidor, this.local)
  }

  #accept(): void {
    const { envio } = this.box
    if (envio === null) return
    for (const mark of envio.texto.match(/<\d+>/g) ?? []) {
      this.owed.delete(mark)
      this.taken.add(mark)
    }
    this.box = accept(this.box, this.ahora)
    // The action takes the draft away, up to what was sent; the keeper then brings what is left.
    this.#store({ texto: '', fecha: envio.fecha })
    this.#store(draftOf(this.box))
  }

  #store(draft: Borrador): void {
    this.servidor = newest(this.servidor, draft)
  }
}

// Mutants seen to fail: `refuse` that drops what was typed since, `accept` that keeps what was sent, `draftOf` without
// what is on its way, `after` by the clock alone, and `newest` that prefers the text to the empty one of its moment.
test(
  'whatever happens, all that was typed is in the box until it was taken, and nothing comes back afterwards',
  () => {
    const history = fc.property(fc.array(step, { minLength: 1, maxLength: 40, size: 'max' }), (steps) => {
      const desk = new Desk()
      for (const what of steps) {
        desk.act(what)
        const kept = draftOf(desk.box).texto
        for (const mark of desk.owed) expect(kept).toContain(mark)
        for (const mark of desk.taken) expect(kept).not.toContain(mark)
        // Somewhere else, or after the browser ended: the same.
        const elsewhere = openBox(desk.local, desk.servidor).texto
        for (const mark of desk.owed) expect(elsewhere).toContain(mark)
        for (const mark of desk.taken) expect(elsewhere).not.toContain(mark)
      }
    })
    fc.assert(history, fcParams(500))
  },
  FC_TIMEOUT,
)

test('the newest of two copies is the same in either order', () => {
  const borrador = fc.option(
    fc.record({
      texto: fc.constantFrom('', 'a', 'b'),
      fecha: fc.constantFrom('2026-05-04T10:00:00.000Z', '2026-05-04T10:00:00.001Z'),
    }),
    { nil: null },
  )
  const alike = fc.property(borrador, borrador, (one, other) => {
    const [here, there] = [newest(one, other), newest(other, one)]
    // Two texts of one moment can't be told apart by their time.
    if (one && other && one.fecha === other.fecha && one.texto !== '' && other.texto !== '')
      expect(here?.fecha).toBe(there?.fecha)
    else expect(here).toEqual(there)
  })
  fc.assert(alike, fcParams(200))
})
