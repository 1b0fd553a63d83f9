import { createTranslator } from 'next-intl'
import { describe, expect, test } from 'vitest'
import { changeOf, eventText, foldText } from '@/components/tickets/linea/event-text'
import type { TicketEvent } from '@/domain/ticket/events'
import en from '@/i18n/en'
import es from '@/i18n/es'

const t = createTranslator({ locale: 'es', messages: es })
const item = (evento: TicketEvent) => ({ evento, autor: 'Sistema', nombres: {} }) as never
const list = (names: readonly string[]) => names.join(', ')

const TRACE: TicketEvent = { tipo: 'edicion', datos: { campos: [] }, contenido: null }
const PRIORITY: TicketEvent = { tipo: 'cambio_prioridad', datos: { de: 'media', a: 'alta' } }

describe('an import’s row that changed nothing that is kept', () => {
  // Mutant seen to fail: no sentence of its own; it reads as a change of the description.
  test('does not claim to have changed the ticket', () => {
    expect(eventText(item(TRACE), t)).toEqual({ frase: es.tickets.evento.origen, de: null, a: null })
    expect(changeOf(item(TRACE), t)).toBeNull()
    const english = createTranslator({ locale: 'en', messages: en })
    expect(eventText(item(TRACE), english).frase).toBe(en.tickets.evento.origen)
  })

  test('is told apart from an edit of the description', () => {
    const edit = item({ tipo: 'edicion', datos: { campos: ['descripcion'] }, contenido: null })
    expect(eventText(edit, t).frase).toBe(es.tickets.evento.editoDescripcion)
  })
})

describe('changes made together', () => {
  // Mutant seen to fail: a list of no fields, «hizo 3 cambios: ».
  test('say of which fields they are, or that they are none of ours', () => {
    expect(foldText([item(TRACE), item(TRACE), item(TRACE)], t, list)).toBe(
      'dejó constancia de 3 cambios en el sistema de origen',
    )
    expect(foldText([item(TRACE), item(PRIORITY), item(PRIORITY)], t, list)).toBe('hizo 3 cambios: Prioridad')
  })
})
