import { createTranslator } from 'next-intl'
import { expect, test } from 'vitest'
import { deliveryFailureText } from '@/i18n/delivery-failure-text'
import en from '@/i18n/en/webhooks.json'
import es from '@/i18n/es/webhooks.json'

const LANGUAGES = [
  ['es', es, 'dirección privada'],
  ['en', en, 'private address'],
] as const

test.each(LANGUAGES)(
  'why a webhook was not answered is said in %s, where it is ours',
  (locale, webhooks, words) => {
    const t = createTranslator({ locale, messages: { webhooks }, namespace: 'webhooks.fallo' })
    const said = deliveryFailureText('DIRECCION_PRIVADA: avisos.prueba.test (10.0.0.1)', t)
    expect(said).toContain(words)
    expect(said).toContain('avisos.prueba.test (10.0.0.1)')
    expect(deliveryFailureText('SIN_DIRECCION: nadie.test', t)).toContain('nadie.test')
    expect(deliveryFailureText('DESCARTADA', t)).toBe(webhooks.fallo.DESCARTADA)
    expect(deliveryFailureText('connect ECONNREFUSED 10.0.0.1:443', t)).toBe(
      'connect ECONNREFUSED 10.0.0.1:443',
    )
  },
)
