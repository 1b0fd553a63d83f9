import { describe, expect, test } from 'vitest'
import { AUTHORITY } from '@/domain/authority'
import { ADMIN, alta, CLIENTE, givenCuenta, OPERADOR } from '../../support/given'

const cuentaId = 30

describe('an account', () => {
  test('is created, active, under a mail address that nobody has', () => {
    const crear = { tipo: 'crear_cuenta', email: 'b@prueba.test', nombre: 'Bea', rol: 'operador' } as const
    givenCuenta()
      .by(ADMIN)
      .when(crear)
      .accepts({
        tipo: 'alta_cuenta',
        datos: { rol: 'operador', activo: true },
        contenido: { email: 'b@prueba.test', nombre: 'Bea' },
      })
    givenCuenta()
      .by(ADMIN, { cuentaDeEmail: 5 })
      .when(crear)
      .rejects('EMAIL_EN_USO', { email: 'b@prueba.test' })
  })
  test('that is the last active admin keeps role and access', () => {
    givenCuenta(alta('admin'))
      .by(ADMIN)
      .when({ tipo: 'desactivar_cuenta', cuentaId })
      .rejects('ULTIMO_ADMIN', { cuentaId })
    givenCuenta(alta('admin'))
      .by(ADMIN)
      .when({ tipo: 'cambiar_rol', cuentaId, a: 'operador' })
      .rejects('ULTIMO_ADMIN')
    givenCuenta(alta('admin'))
      .by(ADMIN, { otroAdmin: 31 })
      .when({ tipo: 'desactivar_cuenta', cuentaId })
      .accepts({ tipo: 'desactivacion', datos: {} })
  })
  test('is deactivated and reactivated, each once', () => {
    const inactiva = givenCuenta(alta('operador'), { tipo: 'desactivacion', datos: {} })
    inactiva.by(ADMIN).when({ tipo: 'desactivar_cuenta', cuentaId }).rejects('CUENTA_INACTIVA')
    inactiva
      .by(ADMIN)
      .when({ tipo: 'reactivar_cuenta', cuentaId })
      .accepts({ tipo: 'reactivacion', datos: {} })
    givenCuenta(alta('operador'))
      .by(ADMIN)
      .when({ tipo: 'reactivar_cuenta', cuentaId })
      .rejects('CUENTA_ACTIVA')
  })
  test('changes its data with the old values in the erasable part', () => {
    givenCuenta(alta('cliente'))
      .by(ADMIN)
      .when({ tipo: 'editar_cuenta', cuentaId, email: 'a@prueba.test', nombre: 'Ana María' })
      .accepts({
        tipo: 'edicion_cuenta',
        datos: { campos: ['nombre'] },
        contenido: { nombre: { de: 'Ana', a: 'Ana María' } },
      })
    givenCuenta(alta('cliente'))
      .by(ADMIN, { cuentaDeEmail: 5 })
      .when({ tipo: 'editar_cuenta', cuentaId, email: 'b@prueba.test', nombre: 'Ana' })
      .rejects('EMAIL_EN_USO')
    givenCuenta(alta('cliente'))
      .by(ADMIN, { cuentaDeEmail: cuentaId })
      .when({ tipo: 'editar_cuenta', cuentaId, email: 'a@prueba.test', nombre: 'Ana' })
      .rejects('SIN_CAMBIOS')
  })
  test('has its password changed by itself or an admin, and the event does not say to what', () => {
    const command = { tipo: 'cambiar_contrasena', cuentaId } as const
    givenCuenta(alta('cliente')).by(ADMIN).when(command).accepts({ tipo: 'cambio_contrasena', datos: {} })
    givenCuenta(alta('cliente'))
      .by({ ...CLIENTE, id: cuentaId })
      .when(command)
      .accepts({ tipo: 'cambio_contrasena', datos: {} })
    givenCuenta(alta('cliente')).by(OPERADOR).when(command).rejects('SIN_PERMISO')
  })
  test('is made in another language by two events', () => {
    givenCuenta()
      .by(ADMIN)
      .when({ tipo: 'crear_cuenta', email: 'b@prueba.test', nombre: 'Bea', rol: 'cliente', idioma: 'en' })
      .accepts(
        {
          tipo: 'alta_cuenta',
          datos: { rol: 'cliente', activo: true },
          contenido: { email: 'b@prueba.test', nombre: 'Bea' },
        },
        { tipo: 'cambio_idioma', datos: { de: 'es', a: 'en' } },
      )
  })
  // Mutants seen to fail: anybody's language or sessions may be touched; the same language again is an event.
  test('changes its language once, and ends its sessions; others’ only an admin does', () => {
    const idioma = { tipo: 'cambiar_idioma', cuentaId, a: 'en' } as const
    const una = { tipo: 'revocar_sesiones', cuentaId, alcance: 'una', sesion: '0a1b2c3d4e5f' } as const
    const own = { ...CLIENTE, id: cuentaId }
    const cambio = { tipo: 'cambio_idioma', datos: { de: 'es', a: 'en' } } as const
    const revocada = {
      tipo: 'sesiones_revocadas',
      datos: { alcance: 'una', sesion: '0a1b2c3d4e5f' },
    } as const
    for (const actor of [own, ADMIN]) {
      givenCuenta(alta('cliente')).by(actor).when(idioma).accepts(cambio)
      givenCuenta(alta('cliente')).by(actor).when(una).accepts(revocada)
    }
    givenCuenta(alta('cliente'), cambio).by(own).when(idioma).rejects('SIN_CAMBIOS')
    for (const command of [idioma, una])
      givenCuenta(alta('cliente')).by(OPERADOR).when(command).rejects('SIN_PERMISO')
    const inactiva = givenCuenta(alta('cliente'), { tipo: 'desactivacion', datos: {} })
    inactiva.by(ADMIN).when(idioma).rejects('CUENTA_INACTIVA')
    inactiva.by(ADMIN).when(una).accepts(revocada)
  })
  // Mutants seen to fail: an admin's own link allowed; an inactive account's link allowed.
  test('gets a link from an admin, who makes none for themselves, while it is active', () => {
    const crear = { tipo: 'gestionar_enlace', cuentaId, accion: 'crear' } as const
    const otro = { ...ADMIN, id: 31 }
    givenCuenta(alta('cliente'))
      .by(otro)
      .when(crear)
      .accepts({ tipo: 'enlace_acceso', datos: { accion: 'crear' } })
    givenCuenta(alta('admin')).by(ADMIN).when(crear).rejects('SIN_PERMISO')
    givenCuenta(alta('cliente'), { tipo: 'desactivacion', datos: {} })
      .by(otro)
      .when(crear)
      .rejects('CUENTA_INACTIVA')
    expect(AUTHORITY.gestionar_enlace).toEqual(['admin'])
  })
  test('of the system is nobody’s to change', () => {
    givenCuenta(alta('auditor', false))
      .by(ADMIN)
      .when({ tipo: 'reactivar_cuenta', cuentaId: 1 })
      .rejects('CUENTA_DEL_SISTEMA')
  })
  test('that was erased still fits its table', () => {
    const { state } = givenCuenta({
      tipo: 'alta_cuenta',
      datos: { rol: 'cliente', activo: true },
      contenido: null,
    })
    expect(state).toEqual({
      email: 'borrado-30@bitacora.invalid',
      nombre: '[borrado]',
      rol: 'cliente',
      activo: true,
      idioma: 'es',
    })
  })
})

test('an auditor may give no command but for their own account, and to have it noted what they look for', () => {
  const allowed = Object.entries(AUTHORITY).filter(([, roles]) => roles.includes('auditor'))
  expect(allowed.map(([kind]) => kind)).toEqual([
    'cambiar_contrasena',
    'cambiar_idioma',
    'revocar_sesiones',
    'consultar_auditoria',
    'crear_token',
    'revocar_token',
    'gestionar_webhook',
  ])
})
