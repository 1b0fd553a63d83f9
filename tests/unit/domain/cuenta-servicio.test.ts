import { describe, expect, test } from 'vitest'
import { AUTHORITY } from '@/domain/authority'
import type { Alcance, ClaseToken } from '@/domain/cuenta/token'
import { ACCIONES_WEBHOOK } from '@/domain/cuenta/webhook'
import type { Rol } from '@/domain/values'
import { ADMIN, alta, givenCuenta } from '../../support/given'

describe('the service’s own account, and what programs are let in by', () => {
  test('of the system takes in what an auditor looks for: the words where they can be erased', () => {
    const consulta = {
      tipo: 'consultar_auditoria',
      cuentaId: 1,
      clase: 'busqueda',
      formato: null,
      hasta: null,
    } as const
    const auditor = { tipo: 'persona', id: 40, rol: 'auditor' } as const
    givenCuenta(alta('auditor', false))
      .by(auditor)
      .when({ ...consulta, filtros: { ticket: '7' }, texto: 'Marta' })
      .accepts({
        tipo: 'consulta_auditoria',
        datos: { clase: 'busqueda', filtros: { ticket: '7' }, formato: null, hasta: null },
        contenido: { texto: 'Marta' },
      })
    givenCuenta()
      .by(auditor)
      .when({ ...consulta, filtros: {}, texto: null })
      .rejects('CUENTA_NO_ENCONTRADA')
  })
  test('of the system has the care of parked tasks in its history, by admins alone', () => {
    const gestion = { accion: 'reintentar', tareaId: 'correo:01K0000000000000000000000A:4' } as const
    givenCuenta(alta('auditor', false))
      .by(ADMIN)
      .when({ tipo: 'gestionar_tarea', cuentaId: 1, ...gestion })
      .accepts({ tipo: 'gestion_tarea', datos: gestion })
    expect(AUTHORITY.gestionar_tarea).toEqual(['admin'])
  })
  // Mutant seen to fail: the account looked for first: who may not see to it learned that there is none.
  test('is neither there nor not there for who may not see to it', () => {
    const webhook = { cuentaId: 30, webhookId: '01K0000000000000000000000A' } as const
    const commands = [
      { tipo: 'cambiar_contrasena', cuentaId: 30 },
      { tipo: 'cambiar_idioma', cuentaId: 30, a: 'en' },
      { tipo: 'revocar_sesiones', cuentaId: 30, alcance: 'todas', sesion: null },
      { tipo: 'revocar_token', cuentaId: 30, tokenId: webhook.webhookId },
      { tipo: 'gestionar_webhook', accion: 'borrar', desde: null, ...webhook },
    ] as const
    for (const account of [givenCuenta(), givenCuenta(alta('cliente')), givenCuenta(alta('cliente', false))])
      for (const command of commands)
        account.by({ tipo: 'persona', id: 10, rol: 'cliente' }).when(command).rejects('SIN_PERMISO')
  })
  test('makes tokens for itself, and for others by an admin, none of them above its role', () => {
    const own = {
      tipo: 'crear_token',
      cuentaId: 10,
      clase: 'personal',
      nombre: 'Mi guion',
      dias: 30,
    } as const
    const alcances: Alcance[] = ['read', 'write']
    const made = (clase: ClaseToken, alcances: Alcance[]) =>
      ({
        tipo: 'alta_token',
        datos: { clase, alcances, expira: '2026-03-31T10:00:00.000Z' },
        contenido: { nombre: 'Mi guion' },
      }) as const
    const cliente = { tipo: 'persona', id: 10, rol: 'cliente' } as const
    const history = givenCuenta(alta('cliente'))
    history
      .by(cliente)
      .when({ ...own, alcances: [...alcances] })
      .accepts(made('personal', alcances))
    // Mutant seen to fail: no comparison with ALCANCES_DE.
    history
      .by(cliente)
      .when({ ...own, alcances: ['read', 'admin'] })
      .rejects('ALCANCE_NO_PERMITIDO', { alcances: ['admin'], rol: 'cliente' })
    history
      .by(cliente)
      .when({ ...own, clase: 'servicio', alcances: ['read'] })
      .rejects('SIN_PERMISO')
    history
      .by(ADMIN)
      .when({ ...own, alcances: ['read'] })
      .rejects('SIN_PERMISO')
    history
      .by(ADMIN)
      .when({ ...own, clase: 'servicio', alcances: ['read'] })
      .accepts(made('servicio', ['read']))
    history
      .by({ tipo: 'persona', id: 11, rol: 'cliente' })
      .when({ tipo: 'revocar_token', cuentaId: 10, tokenId: '01K0000000000000000000000A' })
      .rejects('SIN_PERMISO')
  })
  test('has a webhook with internal notes only where its role reads them', () => {
    const webhook = {
      tipo: 'crear_webhook',
      cuentaId: 10,
      url: 'https://ejemplo.es/a',
      filtro: { tipos: [], ticket: null, solicitante: null },
    } as const
    const cliente = { tipo: 'persona', id: 10, rol: 'cliente' } as const
    givenCuenta(alta('cliente'))
      .by(cliente)
      .when({ ...webhook, filtro: { ...webhook.filtro, tipos: [] }, notas: true })
      .rejects('SIN_PERMISO')
  })
  // Mutants seen to fail: an auditor who resumes; an admin who repeats another's; a client who stops one.
  test('has its webhooks stopped by itself in any role and by admins, and anything else done to them by itself', () => {
    const gestion = { webhookId: '01K0000000000000000000000A', desde: null }
    for (const accion of ACCIONES_WEBHOOK) {
      const stops = accion === 'pausar' || accion === 'borrar'
      const asked = (id: number, rol: Rol) =>
        givenCuenta(alta(id === 10 ? rol : 'operador'))
          .by({ tipo: 'persona', id, rol })
          .when({ tipo: 'gestionar_webhook', cuentaId: 10, accion, ...gestion })
      const done = { tipo: 'gestion_webhook', datos: { accion, ...gestion } } as const
      asked(10, 'operador').accepts(done)
      asked(11, 'operador').rejects('SIN_PERMISO')
      for (const [id, rol] of [
        [10, 'auditor'],
        [11, 'admin'],
      ] as const)
        if (stops) asked(id, rol).accepts(done)
        else asked(id, rol).rejects('SIN_PERMISO')
    }
  })
  // Mutant seen to fail: an admin who makes one for somebody else, and so reads its secret.
  test('has a webhook made by its own hand alone', () => {
    const filtro = { tipos: [], ticket: null, solicitante: null }
    const webhook = {
      tipo: 'crear_webhook',
      cuentaId: 10,
      url: 'https://ejemplo.es/a',
      notas: false,
    } as const
    givenCuenta(alta('operador'))
      .by(ADMIN)
      .when({ ...webhook, filtro })
      .rejects('SIN_PERMISO')
  })
  test('of the system has tuning in its history, by admins alone', () => {
    const ajuste = { accion: 'vaciar_cola', objeto: null } as const
    givenCuenta(alta('auditor', false))
      .by(ADMIN)
      .when({ tipo: 'ajustar_servicio', cuentaId: 1, ...ajuste })
      .accepts({ tipo: 'ajuste_servicio', datos: ajuste })
    expect(AUTHORITY.ajustar_servicio).toEqual(['admin'])
  })
  test('of the system has backups and maintenance in its history, by admins alone', () => {
    const anotado = { accion: 'vacuum', fase: 'pedido', id: '01K0000000000000000000000A' } as const
    givenCuenta(alta('auditor', false))
      .by(ADMIN)
      .when({ tipo: 'registrar_mantenimiento', cuentaId: 1, ...anotado })
      .accepts({ tipo: 'mantenimiento', datos: anotado })
    expect(AUTHORITY.registrar_mantenimiento).toEqual(['admin'])
  })
})
