import type { TicketRow } from '@projections/tickets/row'
import type { CuentaRow } from '@projections/usuarios/row'
import { describe, expect, test } from 'vitest'
import { digestCommand } from '@/commands/digest'
import type { Snapshot } from '@/commands/load'
import { type Planned, planGroup } from '@/commands/plan'
import type { CommandEnvelope } from '@/commands/types'
import type { Actor } from '@/domain/actor'
import type { Command } from '@/domain/commands'
import type { Rol } from '@/domain/values'

const AHORA = '2026-03-01T10:00:00.000Z'
const admin: Actor = { tipo: 'persona', id: 2, rol: 'admin' }
const cliente: Actor = { tipo: 'persona', id: 4, rol: 'cliente' }

function cuenta(id: number, rol: Rol): [number, CuentaRow] {
  const dates = { fechaCreacion: AHORA, fechaContrasena: AHORA, fechaAcceso: AHORA, idioma: 'es' } as const
  return [
    id,
    {
      id,
      rol,
      email: `c${id}@prueba.test`,
      nombre: `c${id}`,
      activo: true,
      version: 5,
      comandoId: `c${id}`,
      ...dates,
    },
  ]
}
const ticket: TicketRow = {
  id: 7,
  titulo: 't',
  descripcion: 'd',
  usuarioId: 4,
  estado: 'abierto',
  prioridad: 'media',
  categoria: null,
  asignadoA: null,
  fechaCreacion: AHORA,
  fechaActualizacion: AHORA,
  fechaActualizacionCliente: AHORA,
  esperaA: 'equipo',
  esperaDesde: AHORA,
  fechaCierre: null,
  version: 3,
  comandoId: 'c',
}
const snapshot: Snapshot = {
  tickets: new Map([[7, ticket]]),
  cuentas: new Map([cuenta(2, 'admin'), cuenta(3, 'operador'), cuenta(4, 'cliente'), cuenta(5, 'admin')]),
  comandos: new Map(),
  recientes: new Map([['ticket:7', [{ version: 3, tipo: 'comentario', esInterno: true }]]]),
  generacion: 0,
}

let count = 0
function entry(actor: Actor, comando: Command, rest: Partial<CommandEnvelope> = {}): Planned {
  const envelope = { comandoId: `comando-${++count}`, actor, comando, ...rest }
  return { envelope, digest: digestCommand(envelope), enviados: new Map() }
}
function plan(...group: readonly Planned[]) {
  return planGroup(snapshot, group, { ahora: AHORA, newId: () => `evento-${++count}` })
}
const cerrar: Command = { tipo: 'cerrar_ticket', ticketId: 7, motivo: 'otro', comentario: null }
const comentar: Command = { tipo: 'comentar', ticketId: 7, comentario: 'x', interno: false }
const asignar: Command = { tipo: 'asignar', ticketId: 7, a: 3 }
const desactivar: Command = { tipo: 'desactivar_cuenta', cuentaId: 3 }

describe('a group’s plan', () => {
  test('keeps a rejection that rests on the group’s own events until they are in the log', () => {
    const [a, b] = [entry(admin, cerrar), entry(admin, comentar)]
    const { answers, pending } = plan(a, b)
    expect(answers).toEqual([])
    expect(pending.map(([who, answer]) => [who, answer.tipo])).toEqual([
      [a, 'aceptado'],
      [b, 'listo'],
    ])
    expect(plan(entry(admin, { ...asignar, a: null })).answers).toMatchObject([
      [{}, { rechazo: { codigo: 'SIN_CAMBIOS' } }],
    ])
  })

  test('leaves to the next group what relies on an account that this one changes, and all after it on its stream', () => {
    const [a, b, c] = [entry(admin, desactivar), entry(admin, asignar), entry(admin, comentar)]
    const { deferred, chains } = plan(a, b, c)
    expect(deferred).toEqual([b, c])
    expect(chains.map((chain) => [chain.tipo, chain.id])).toEqual([['cuenta', 3]])
  })

  test('lets what relied on an account go together with the change that comes after it', () => {
    const { deferred, chains } = plan(entry(admin, asignar), entry(admin, desactivar))
    expect(deferred).toEqual([])
    expect(chains.map((chain) => [chain.tipo, [...chain.guardias]])).toEqual([
      [
        'ticket',
        [
          [2, 5],
          [3, 5],
        ],
      ],
      ['cuenta', [[2, 5]]],
    ])
  })

  test('guards a whole chain on the version that was loaded, and numbers its events on', () => {
    const { chains } = plan(entry(admin, comentar), entry(cliente, comentar), entry(admin, asignar))
    expect(chains).toHaveLength(1)
    expect(chains[0]?.eventos.map(({ base, version }) => [base, version])).toEqual([
      [3, 4],
      [3, 5],
      [3, 6],
    ])
    expect(chains[0]?.row).toMatchObject({ version: 6, asignadoA: 3 })
  })

  test('guards the last admin with another one', () => {
    const { chains } = plan(entry(admin, { tipo: 'desactivar_cuenta', cuentaId: 2 }))
    expect([...(chains[0]?.guardias ?? [])]).toEqual([[5, 5]])
  })
})

describe('a conflict', () => {
  test('never tells a client of an internal note', () => {
    expect(plan(entry(cliente, cerrar, { versionVista: 2 })).pending).toMatchObject([
      [{}, { tipo: 'aceptado' }],
    ])
    expect(plan(entry(admin, cerrar, { versionVista: 2 })).answers).toMatchObject([
      [{}, { estado: 'conflicto', vista: 2, actual: 3 }],
    ])
  })
  test('is not told to somebody who may not know of the ticket', () => {
    const other: Actor = { tipo: 'persona', id: 6, rol: 'cliente' }
    const cuentas = new Map([...snapshot.cuentas, cuenta(6, 'cliente')])
    const { answers } = planGroup({ ...snapshot, cuentas }, [entry(other, cerrar, { versionVista: 1 })], {
      ahora: AHORA,
      newId: () => 'e',
    })
    expect(answers).toMatchObject([[{}, { rechazo: { codigo: 'TICKET_NO_ENCONTRADO' } }]])
  })
  // Mutant seen to fail: `tooFar` that never holds: only the last MAX_BEHIND events are loaded.
  test('is what lies too far back to be looked through, but for what commutes with all', () => {
    const far = { ...snapshot, tickets: new Map([[7, { ...ticket, version: 203 }]]), recientes: new Map() }
    const stamp = { ahora: AHORA, newId: () => 'e' }
    const estado: Command = { tipo: 'cambiar_estado', ticketId: 7, a: 'resuelto' }
    const answer = (comando: Command, versionVista: number) =>
      planGroup(far, [entry(admin, comando, { versionVista })], stamp)
    expect(answer(estado, 2).answers).toMatchObject([[{}, { estado: 'conflicto', vista: 2, actual: 203 }]])
    expect(answer(estado, 3).pending).toMatchObject([[{}, { tipo: 'aceptado' }]])
    expect(answer(comentar, 2).pending).toMatchObject([[{}, { tipo: 'aceptado' }]])
  })
  test('with a version that is not there yet is a page out of date', () => {
    expect(plan(entry(admin, comentar, { versionVista: 9 })).answers).toMatchObject([
      [{}, { rechazo: { codigo: 'VERSION_DESCONOCIDA' } }],
    ])
  })
})
