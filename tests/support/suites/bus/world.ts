import { afterEach, beforeEach } from 'vitest'
import { type BusOptions, type CommandBus, createCommandBus } from '@/commands/bus'
import type { Actor } from '@/domain/actor'
import type { Command } from '@/domain/commands'
import { createUlids } from '@/events/ids'
import { type Fault, faulty } from '../../faults'
import { expectInvariants, type LogRow } from '../../invariants'
import type { TestSystem } from '../../system'

/** What each test of the bus starts with: an operator, and a client with one ticket. */
export interface BusWorld {
  readonly system: TestSystem
  readonly operador: Actor
  readonly cliente: Actor
  /** The log's events of tickets, after all invariants were found to hold. */
  ticketEvents(): Promise<LogRow[]>
  /** A second bus on the same database, over a connection with faults. */
  busWith(faults: Fault[], options?: Partial<BusOptions>): CommandBus
}

/** A fresh world before each test of the surrounding suite. */
export function freshBusWorld(open: () => Promise<TestSystem>): BusWorld {
  let current: { system: TestSystem; operador: Actor; cliente: Actor } | null = null
  const now = () => {
    if (current === null) throw new Error('a world is there only while a test runs')
    return current
  }
  beforeEach(async () => {
    const system = await open()
    current = { system, operador: await system.person('operador'), cliente: await system.person('cliente') }
    await system.dispatch(current.cliente, nuevo('Uno'))
  })
  afterEach(async () => await now().system.close())
  return {
    get system() {
      return now().system
    },
    get operador() {
      return now().operador
    },
    get cliente() {
      return now().cliente
    },
    ticketEvents: async () => (await expectInvariants(now().system)).filter((row) => row.ticket_id !== null),
    busWith: (faults, options) =>
      createCommandBus({
        db: faulty(now().system.runtime.db.as('api_server'), faults),
        now: Date.now,
        newId: createUlids(),
        ...options,
      }),
  }
}

/** The creation of a ticket. */
export function nuevo(titulo: string, categoria: string | null = null): Command {
  return {
    tipo: 'crear_ticket',
    titulo,
    descripcion: 'Algo',
    prioridad: 'media',
    categoria,
    solicitanteId: null,
  }
}

/** A comment on ticket 1. */
export function comentar(comentario: string): Command {
  return { tipo: 'comentar', ticketId: 1, comentario, interno: false }
}

/** A change of ticket 1's state. */
export function estado(a: 'en_progreso' | 'resuelto'): Command {
  return { tipo: 'cambiar_estado', ticketId: 1, a }
}
