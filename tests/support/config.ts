import type { Config } from '@/config'

/** A configuration of what goes on behind the pages, where a test asks for none of it: no mail, no cron. */
export const PLAIN: Pick<
  Config,
  'correo' | 'urlPublica' | 'diasCierre' | 'cron' | 'api' | 'webhooks' | 'metricas' | 'registro'
> = {
  correo: null,
  urlPublica: 'http://127.0.0.1:3000',
  diasCierre: 7,
  api: { limite: 1_000_000 },
  webhooks: { clave: { secreto: 'una-clave-de-prueba-para-los-webhooks', fichero: null }, privadas: true },
  cron: { secreto: undefined, fichero: null },
  metricas: { token: undefined, webhook: undefined },
  registro: 'error',
}
