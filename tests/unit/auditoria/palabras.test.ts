import { createTranslator } from 'next-intl'
import { describe, expect, test } from 'vitest'
import { cuentaEventText } from '@/components/auditoria/event-text'
import { filterChips } from '@/components/auditoria/filter-chips'
import en from '@/i18n/en'
import es from '@/i18n/es'
import { ACCIONES } from '@/metrics/advice/rules'

const english = createTranslator({ locale: 'en', messages: en })
const spanish = createTranslator({ locale: 'es', messages: es })
const moment = (instant: string) => instant.slice(0, 10)
const asked = {
  filtros: {
    tipo: 'cambio_estado',
    interno: 'no',
    tiempo: 'registro',
    desde: '2026-03-01T00:00:00.000Z',
    ticket: '7',
  },
  texto: 'fuga',
}

describe('what somebody looked for in the log', () => {
  // Mutant seen to fail: the chips as they are kept, `tipo: cambio_estado`.
  test('is said in the reader’s language, field and value', () => {
    expect(filterChips(asked, english, moment)).toEqual([
      'Ticket: 7',
      'What happened: Change of state',
      'Internal notes: no',
      'The period is of: When it was recorded',
      'From: 2026-03-01',
      '«fuga»',
    ])
    expect(filterChips(asked, spanish, moment)).toContain('Qué pasó: Cambio de estado')
  })
})

describe('what the service was told to do', () => {
  const said = (accion: string) => {
    const evento = { tipo: 'ajuste_servicio', datos: { accion, objeto: null }, sobre: { sujeto: { id: 1 } } }
    return cuentaEventText({ evento, nombres: {} } as never, english)
  }
  // Mutant seen to fail: the name that it is noted by, `vaciar cola`.
  test('is said as its page calls it, or by its noted name where none does', () => {
    for (const accion of ACCIONES) expect(said(accion)).toContain(en.metricas.accion[accion])
    expect(said('cosa_de_antes')).toContain('cosa de antes')
  })
})
