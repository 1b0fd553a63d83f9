import { reduceTicket } from '@projections/tickets/reducer'
import type { TicketRow } from '@projections/tickets/row'
import { reduceCuenta } from '@projections/usuarios/reducer'
import type { CuentaRow } from '@projections/usuarios/row'
import { describe, expect, test } from 'vitest'
import type { CuentaEvent } from '@/domain/cuenta/events'
import type { TicketEvent } from '@/domain/ticket/events'

// Golden histories: the rows below were written by hand from the meaning of each event, never printed by a reducer.

const at = (day: number) => `2026-03-0${day}T10:00:00.000Z`

/** Folds events, each of a day and, where it isn't agent 4's, of an account. */
function ticket(
  events: readonly (readonly [day: number, event: TicketEvent, quien?: number])[],
): TicketRow | null {
  return events.reduce<TicketRow | null>((row, [day, event, usuarioId = 4], index) => {
    const sujeto = { tipo: 'ticket', id: 7 } as const
    const esInterno = event.tipo === 'comentario' && event.datos.esInterno
    const sobre = {
      sujeto,
      usuarioId,
      version: index + 1,
      comandoId: `c${index + 1}`,
      fecha: at(day),
      esInterno,
    }
    return reduceTicket(row, { ...event, sobre })
  }, null)
}

const creacion: TicketEvent = {
  tipo: 'creacion',
  datos: { solicitanteId: 3, prioridad: 'media', categoria: null },
  contenido: { titulo: 'No imprime', descripcion: 'Nada' },
}
const base = {
  id: 7,
  titulo: 'No imprime',
  descripcion: 'Nada',
  usuarioId: 3,
  estado: 'abierto',
  prioridad: 'media',
  categoria: null,
  asignadoA: null,
  fechaCierre: null,
  fechaCreacion: at(1),
  fechaActualizacion: at(1),
  fechaActualizacionCliente: at(1),
  esperaA: 'equipo',
  esperaDesde: at(1),
  version: 1,
  comandoId: 'c1',
}

describe('the row of a ticket', () => {
  test('that was just created', () => expect(ticket([[1, creacion]])).toEqual(base))

  test('that went its whole way', () => {
    const row = ticket([
      [1, creacion],
      [2, { tipo: 'asignacion', datos: { de: null, a: 4 } }],
      [2, { tipo: 'cambio_prioridad', datos: { de: 'media', a: 'critica' } }],
      [3, { tipo: 'cambio_categoria', datos: { de: null, a: 'Impresoras' } }],
      [3, { tipo: 'cambio_estado', datos: { de: 'abierto', a: 'en_progreso' } }],
      [
        4,
        {
          tipo: 'edicion',
          datos: { campos: ['titulo'] },
          contenido: { titulo: { de: 'No imprime', a: 'Atasco' } },
        },
      ],
      [5, { tipo: 'comentario', datos: { esInterno: false }, contenido: 'Listo' }],
      [6, { tipo: 'cierre', datos: { de: 'en_progreso', motivo: 'resuelto' } }],
    ])
    expect(row).toEqual({
      ...base,
      titulo: 'Atasco',
      estado: 'cerrado',
      prioridad: 'critica',
      categoria: 'Impresoras',
      asignadoA: 4,
      fechaCierre: at(6),
      fechaActualizacion: at(6),
      fechaActualizacionCliente: at(6),
      esperaA: null,
      esperaDesde: null,
      version: 8,
    })
  })

  test('shows its client no trace of an internal note', () => {
    const row = ticket([
      [1, creacion],
      [2, { tipo: 'comentario', datos: { esInterno: false }, contenido: 'Voy' }],
      [3, { tipo: 'comentario', datos: { esInterno: true }, contenido: 'Pesado' }],
    ])
    const dates = { fechaActualizacion: at(3), fechaActualizacionCliente: at(2), esperaDesde: at(2) }
    expect(row).toEqual({ ...base, ...dates, esperaA: 'cliente', version: 3 })
  })

  test('that was closed, reopened, and left by its agent', () => {
    const row = ticket([
      [1, creacion],
      [2, { tipo: 'asignacion', datos: { de: null, a: 4 } }],
      [3, { tipo: 'cierre', datos: { de: 'abierto', motivo: 'duplicado' } }],
      [4, { tipo: 'cambio_estado', datos: { de: 'cerrado', a: 'abierto' } }],
      [5, { tipo: 'asignacion', datos: { de: 4, a: null } }],
    ])
    const dates = { fechaActualizacion: at(5), fechaActualizacionCliente: at(5), esperaDesde: at(4) }
    expect(row).toEqual({ ...base, ...dates, version: 5 })
  })

  test('goes by the order of versions, whatever the dates of an imported history say', () => {
    const row = ticket([
      [5, creacion],
      [2, { tipo: 'cambio_estado', datos: { de: 'abierto', a: 'resuelto' } }],
    ])
    const dates = { fechaCreacion: at(5), fechaActualizacion: at(2), fechaActualizacionCliente: at(2) }
    const turn = { esperaA: 'cliente', esperaDesde: at(2) }
    expect(row).toEqual({ ...base, ...dates, ...turn, estado: 'resuelto', version: 2 })
  })

  test('is not made of a history with a gap', () => {
    const sobre = {
      sujeto: { tipo: 'ticket', id: 7 },
      usuarioId: 4,
      version: 3,
      comandoId: 'c',
      fecha: at(2),
      esInterno: false,
    } as const
    const event: TicketEvent = { tipo: 'comentario', datos: { esInterno: false }, contenido: 'x' }
    expect(() => reduceTicket(ticket([[1, creacion]]), { ...event, sobre })).toThrow(
      'version 3 where 2 is next',
    )
  })
})

test('the row of an account that went its whole way', () => {
  const events: readonly CuentaEvent[] = [
    {
      tipo: 'alta_cuenta',
      datos: { rol: 'cliente', activo: true },
      contenido: { email: 'a@prueba.test', nombre: 'Ana' },
    },
    { tipo: 'cambio_rol', datos: { de: 'cliente', a: 'operador' } },
    {
      tipo: 'edicion_cuenta',
      datos: { campos: ['email'] },
      contenido: { email: { de: 'a@prueba.test', a: 'b@prueba.test' } },
    },
    { tipo: 'cambio_idioma', datos: { de: 'es', a: 'en' } },
    { tipo: 'cambio_contrasena', datos: {} },
    { tipo: 'desactivacion', datos: {} },
    { tipo: 'reactivacion', datos: {} },
  ]
  expect(account(events)).toEqual({
    id: 9,
    email: 'b@prueba.test',
    nombre: 'Ana',
    rol: 'operador',
    activo: true,
    idioma: 'en',
    fechaCreacion: at(1),
    fechaContrasena: at(5),
    fechaAcceso: at(6),
    version: 7,
    comandoId: 'c1',
  })
})

// Mutants seen to fail: fechaAcceso left as it was by ending all sessions, or moved by ending one; idioma never changed.
test('the row of an account tells since when its sessions and links hold', () => {
  const alta: CuentaEvent = {
    tipo: 'alta_cuenta',
    datos: { rol: 'cliente', activo: true },
    contenido: { email: 'a@prueba.test', nombre: 'Ana' },
  }
  const ended = (alcance: 'una' | 'otras' | 'todas'): CuentaEvent => ({
    tipo: 'sesiones_revocadas',
    datos: { alcance, sesion: alcance === 'todas' ? null : '0a1b2c3d4e5f' },
  })
  const since = (...events: CuentaEvent[]) => account([alta, ...events])?.fechaAcceso
  expect(since()).toBe(at(1))
  expect(since(ended('una'), ended('otras'), { tipo: 'enlace_acceso', datos: { accion: 'crear' } })).toBe(
    at(1),
  )
  expect(since(ended('una'), ended('todas'), ended('una'))).toBe(at(3))
  expect(since({ tipo: 'desactivacion', datos: {} }, { tipo: 'reactivacion', datos: {} })).toBe(at(2))
  expect(account([alta, ended('todas')])).toMatchObject({ idioma: 'es', fechaContrasena: at(1) })
})

function account(events: readonly CuentaEvent[]): CuentaRow | null {
  return events.reduce<CuentaRow | null>((folded, event, index) => {
    const sujeto = { tipo: 'cuenta', id: 9 } as const
    const sobre = {
      sujeto,
      usuarioId: 1,
      version: index + 1,
      comandoId: `c${index + 1}`,
      fecha: at(index + 1),
      esInterno: false,
    }
    return reduceCuenta(folded, { ...event, sobre })
  }, null)
}
