import { describe, expect, test } from 'vitest'
import { ConfigError, readConfig } from '@/config'

describe('the configuration', () => {
  test('sends no mail and closes after a week where nothing is said', () => {
    expect(readConfig({})).toMatchObject({
      correo: null,
      diasCierre: 7,
      urlPublica: 'http://127.0.0.1:3000',
      cron: { secreto: undefined, fichero: 'data/cron.secret' },
    })
  })

  test('makes a sender and links of the address that the service is reached at', () => {
    const SMTP_URL = 'smtp://correo.test:25'
    expect(readConfig({ SMTP_URL, PUBLIC_URL: 'https://soporte.test/' })).toMatchObject({
      correo: { url: SMTP_URL, remitente: 'bitacora@soporte.test' },
      urlPublica: 'https://soporte.test',
    })
    expect(readConfig({ SMTP_URL, HOST: '::1', PORT: '4000' })).toMatchObject({
      correo: { remitente: 'bitacora@localhost' },
      urlPublica: 'http://[::1]:4000',
    })
    expect(readConfig({ SMTP_URL, SMTP_FROM: 'ayuda@soporte.test' }).correo?.remitente).toBe(
      'ayuda@soporte.test',
    )
  })

  test('keeps no token beside a database that is elsewhere', () => {
    expect(readConfig({ TURSO_DATABASE_URL: 'libsql://base.test' }).cron.fichero).toBeNull()
  })

  test.each([
    [{ SMTP_FROM: 'nadie' }, 'SMTP_FROM: se esperaba una dirección de correo'],
    [{ SMTP_URL: 'correo.test' }, 'SMTP_URL: se esperaba una de smtp://, smtps://'],
    [{ PUBLIC_URL: 'soporte.test' }, 'PUBLIC_URL: se esperaba una de https://, http://'],
    [{ PUBLIC_URL: 'https://' }, 'PUBLIC_URL: se esperaba una dirección completa'],
    [{ AUTO_CLOSE_DAYS: '-1' }, 'AUTO_CLOSE_DAYS: se esperaba un número de días'],
    [{ AUTO_CLOSE_DAYS: 'x' }, 'AUTO_CLOSE_DAYS: se esperaba un número de días'],
    // Mutant seen to fail: folders compared as they are written.
    [
      { BACKUP_DIR: '/copias', BACKUP_STREAM_DIR: '/copias/../copias/' },
      'BACKUP_STREAM_DIR: se esperaba otra carpeta que la de BACKUP_DIR',
    ],
    [{ CRON_SECRET: 'corta' }, 'CRON_SECRET: se esperaba 16 caracteres como mínimo'],
  ])('refuses %j in one line', (env, line) => {
    expect(() => readConfig(env)).toThrow(ConfigError)
    expect(() => readConfig(env)).toThrow(line)
  })
})
