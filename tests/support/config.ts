import type { Config } from '@/config'

/** A configuration of what goes on behind the pages, where a test asks for none of it: no mail, no cron. */
export const PLAIN: Pick<
  Config,
  | 'correo'
  | 'urlPublica'
  | 'diasCierre'
  | 'cron'
  | 'api'
  | 'webhooks'
  | 'metricas'
  | 'registro'
  | 'respaldo'
  | 'efimero'
> = {
  correo: null,
  urlPublica: 'http://127.0.0.1:3000',
  diasCierre: 7,
  api: { limite: 1_000_000 },
  webhooks: { clave: { secreto: 'una-clave-de-prueba-para-los-webhooks', fichero: null }, privadas: true },
  respaldo: {
    carpeta: null,
    clave: { fichero: undefined, texto: undefined },
    flujo: null,
    segundosFlujo: 2,
    retencion: { diasCompletas: 7, horasIncrementales: 24 },
    hora: 2,
    plan: {
      ...{ full: 'nunca', incremental: 'nunca', drill: 'nunca' },
      ...{ analyze: 'nunca', integrity: 'nunca', vacuum: 'nunca', reindex: 'nunca' },
    },
  },
  cron: { secreto: undefined, fichero: null },
  metricas: { token: undefined, webhook: undefined },
  registro: 'error',
  efimero: false,
}
