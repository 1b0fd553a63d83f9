import type { useTranslations } from 'next-intl'

type Translate = ReturnType<typeof useTranslations<'webhooks.fallo'>>

/** Why nothing answered a webhook, in the language of the translator; what the system itself said is left as it is. */
export function deliveryFailureText(error: string, t: Translate): string {
  const [codigo = '', ...rest] = error.split(': ')
  const donde = rest.join(': ')
  if (codigo === 'DIRECCION_PRIVADA' || codigo === 'SIN_DIRECCION') return t(codigo, { donde })
  if (error === 'DESCARTADA') return t(error)
  return error
}
