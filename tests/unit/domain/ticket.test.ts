import { describe, expect, test } from 'vitest'
import { TRANSICIONES } from '@/domain/ticket/transitions'
import { ESTADOS } from '@/domain/values'
import { ADMIN, AHORA, CLIENTE, creado, given, OPERADOR, OTRO_CLIENTE, pasado } from '../../support/given'

const ticketId = 7
const comentar = (interno: boolean) => ({ tipo: 'comentar' as const, ticketId, comentario: 'Hola', interno })

describe('a ticket is created', () => {
  const crear = { tipo: 'crear_ticket' as const, titulo: ' No  imprime ', descripcion: 'Nada.\r\nDe nada.' }

  test('by a client, for themselves, with normalised text', () => {
    given()
      .by(CLIENTE)
      .when(crear)
      .accepts({
        tipo: 'creacion',
        datos: { solicitanteId: 10, prioridad: 'media', categoria: null },
        contenido: { titulo: 'No imprime', descripcion: 'Nada.\nDe nada.' },
      })
  })
  test('by an operator for a client', () => {
    given()
      .by(OPERADOR)
      .when({ ...crear, solicitanteId: 10 })
      .accepts({
        tipo: 'creacion',
        datos: { solicitanteId: 10, prioridad: 'media', categoria: null },
        contenido: { titulo: 'No imprime', descripcion: 'Nada.\nDe nada.' },
      })
  })
  test('by a client for somebody else: refused', () => {
    given()
      .by(CLIENTE)
      .when({ ...crear, solicitanteId: 11 })
      .rejects('SIN_PERMISO')
  })
  test('for nobody that exists, or for a deactivated account: refused', () => {
    given()
      .by(OPERADOR)
      .when({ ...crear, solicitanteId: 99 })
      .rejects('CUENTA_NO_ENCONTRADA', { cuentaId: 99 })
    given()
      .by(OPERADOR)
      .when({ ...crear, solicitanteId: 12 })
      .rejects('SOLICITANTE_NO_VALIDO', { cuentaId: 12, nombre: 'cuenta 12' })
  })
})

describe('a comment', () => {
  test('of a client on their own ticket', () => {
    given(creado())
      .by(CLIENTE)
      .when(comentar(false))
      .accepts({ tipo: 'comentario', datos: { esInterno: false }, contenido: 'Hola' })
  })
  test('that is internal: by staff only', () => {
    given(creado())
      .by(OPERADOR)
      .when(comentar(true))
      .accepts({ tipo: 'comentario', datos: { esInterno: true }, contenido: 'Hola' })
    given(creado()).by(CLIENTE).when(comentar(true)).rejects('SIN_PERMISO')
  })
  test('on another client’s ticket, or on none: the same answer', () => {
    given(creado()).by(OTRO_CLIENTE).when(comentar(false)).rejects('TICKET_NO_ENCONTRADO', { ticketId })
    given().by(CLIENTE).when(comentar(false)).rejects('TICKET_NO_ENCONTRADO', { ticketId })
  })
  test('on a closed ticket: refused, with the date of its closing', () => {
    given(creado(), pasado('abierto', 'cerrado'))
      .by(ADMIN)
      .when(comentar(false))
      .rejects('TICKET_CERRADO', { desde: AHORA })
  })
})

describe('the state', () => {
  for (const de of ESTADOS.filter((estado) => estado !== 'cerrado')) {
    for (const a of ESTADOS.filter((estado) => estado !== de)) {
      test(`goes from ${de} to ${a} as the table says`, () => {
        const history = de === 'abierto' ? [creado()] : [creado(), pasado('abierto', de)]
        const outcome = given(...history)
          .by(OPERADOR)
          .when({ tipo: 'cambiar_estado', ticketId, a })
        if (!TRANSICIONES[de].includes(a))
          return outcome.rejects('TRANSICION_NO_PERMITIDA', { de, a, permitidas: TRANSICIONES[de] })
        const { fecha: _fecha, ...evento } = pasado(de, a)
        outcome.accepts(evento)
      })
    }
  }
  test('does not change to what it is', () => {
    given(creado())
      .by(OPERADOR)
      .when({ tipo: 'cambiar_estado', ticketId, a: 'abierto' })
      .rejects('SIN_CAMBIOS', { campo: 'estado' })
  })
  test('is changed by a client only to close', () => {
    given(creado())
      .by(CLIENTE)
      .when({ tipo: 'cambiar_estado', ticketId, a: 'resuelto' })
      .rejects('SIN_PERMISO')
    given(creado())
      .by(CLIENTE)
      .when({ tipo: 'cerrar_ticket', ticketId, motivo: 'cancelado' })
      .accepts({ tipo: 'cierre', datos: { de: 'abierto', motivo: 'cancelado' } })
  })
  test('and a comment are one command and two events', () => {
    given(creado())
      .by(OPERADOR)
      .when({ tipo: 'actualizar_con_interaccion', ticketId, a: 'resuelto', comentario: 'Hecho' })
      .accepts(
        { tipo: 'comentario', datos: { esInterno: false }, contenido: 'Hecho' },
        { tipo: 'cambio_estado', datos: { de: 'abierto', a: 'resuelto' } },
      )
  })
  test('of a closed ticket is left by reopening alone', () => {
    const cerrado = given(creado(), pasado('abierto', 'cerrado'))
    cerrado.by(OPERADOR).when({ tipo: 'cambiar_estado', ticketId, a: 'abierto' }).rejects('TICKET_CERRADO')
    cerrado
      .by(CLIENTE)
      .when({ tipo: 'reabrir_ticket', ticketId, comentario: 'Sigue igual' })
      .accepts(
        { tipo: 'cambio_estado', datos: { de: 'cerrado', a: 'abierto' } },
        { tipo: 'comentario', datos: { esInterno: false }, contenido: 'Sigue igual' },
      )
    given(creado())
      .by(CLIENTE)
      .when({ tipo: 'reabrir_ticket', ticketId })
      .rejects('TICKET_NO_CERRADO', { estado: 'abierto' })
  })
})

describe('an assignment', () => {
  test('goes to active operators and admins, and back to nobody', () => {
    given(creado())
      .by(OPERADOR)
      .when({ tipo: 'asignar', ticketId, a: 30 })
      .accepts({ tipo: 'asignacion', datos: { de: null, a: 30 } })
    given(creado(), { tipo: 'asignacion', datos: { de: null, a: 30 } })
      .by(OPERADOR)
      .when({ tipo: 'asignar', ticketId, a: null })
      .accepts({ tipo: 'asignacion', datos: { de: 30, a: null } })
  })
  test('to anybody else is refused with the reason', () => {
    given(creado()).by(OPERADOR).when({ tipo: 'asignar', ticketId, a: 99 }).rejects('CUENTA_NO_ENCONTRADA')
    given(creado()).by(OPERADOR).when({ tipo: 'asignar', ticketId, a: 21 }).rejects('CUENTA_INACTIVA')
    given(creado())
      .by(OPERADOR)
      .when({ tipo: 'asignar', ticketId, a: 10 })
      .rejects('AGENTE_NO_VALIDO', { cuentaId: 10, nombre: 'cuenta 10', rol: 'cliente' })
    given(creado()).by(OPERADOR).when({ tipo: 'asignar', ticketId, a: null }).rejects('SIN_CAMBIOS')
  })
})

describe('the facts of a ticket', () => {
  test('change with their old value', () => {
    given(creado())
      .by(OPERADOR)
      .when({ tipo: 'cambiar_prioridad', ticketId, a: 'alta' })
      .accepts({ tipo: 'cambio_prioridad', datos: { de: 'media', a: 'alta' } })
    given(creado())
      .by(OPERADOR)
      .when({ tipo: 'cambiar_categoria', ticketId, a: 'Red' })
      .accepts({ tipo: 'cambio_categoria', datos: { de: null, a: 'Red' } })
    given(creado())
      .by(CLIENTE)
      .when({
        tipo: 'editar_ticket',
        ticketId,
        titulo: 'Sí imprime',
        descripcion: 'La impresora no responde.',
      })
      .accepts({
        tipo: 'edicion',
        datos: { campos: ['titulo'] },
        contenido: { titulo: { de: 'No imprime', a: 'Sí imprime' } },
      })
  })
  test('stay where an edit changes nothing', () => {
    given(creado())
      .by(CLIENTE)
      .when({
        tipo: 'editar_ticket',
        ticketId,
        titulo: 'No imprime',
        descripcion: 'La impresora no responde.',
      })
      .rejects('SIN_CAMBIOS')
  })
})

describe('evolve', () => {
  test('keeps the date of a closing until the ticket is reopened', () => {
    expect(given(creado(), pasado('abierto', 'cerrado')).state).toMatchObject({
      estado: 'cerrado',
      fechaCierre: AHORA,
    })
    const reabierto = given(creado(), pasado('abierto', 'cerrado'), pasado('cerrado', 'abierto'))
    expect(reabierto.state).toMatchObject({ estado: 'abierto', fechaCierre: null })
  })
  test('shows an erased content as erased, and needs it for nothing else', () => {
    const { contenido: _contenido, ...evento } = creado() as Extract<
      ReturnType<typeof creado>,
      { tipo: 'creacion' }
    >
    expect(given({ ...evento, contenido: null }).state).toMatchObject({
      titulo: '[borrado]',
      estado: 'abierto',
    })
  })
  test('stops at a history without a beginning', () => {
    expect(() => given(pasado('abierto', 'resuelto'))).toThrow('begins with cambio_estado')
    expect(() => given(creado(), creado())).toThrow('created twice')
  })
})
