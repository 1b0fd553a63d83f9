import { resolveVersion, type TicketAsOf, ticketAsOfQuery } from '@projections/linea_tiempo/as-of'
import { timelineQuery } from '@projections/linea_tiempo/timeline'
import { reduceTicket } from '@projections/tickets/reducer'
import type { TicketRow } from '@projections/tickets/row'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Recorded } from '@/domain/events'
import type { TicketEvent } from '@/domain/ticket/events'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'
import { importedHistory } from '../support/arbitraries'
import { FC_TIMEOUT, fcParams } from '../support/fc'
import { bursts, dispatchAll, givenBy, people } from '../support/history'
import { expectOf } from '../support/model'
import { ADMIN_SERVICE, openTestSystem, type TestSystem } from '../support/system'

const STAFF: Viewer = { id: 1, rol: 'admin' }

async function eventsOf(system: TestSystem, ticketId: number): Promise<Recorded<TicketEvent>[]> {
  const { eventos } = await timelineQuery(system.runtime.db.as('api_server'), STAFF, ticketId, {
    limite: 200,
  })
  return eventos.map(({ evento }) => evento)
}

const visibleTo = (viewer: Viewer, events: readonly Recorded<TicketEvent>[]) =>
  events.filter(({ sobre }) => !seesOnlyOwn(viewer) || !sobre.esInterno)

/** What the fold of the first `n` events, of all of them, says that this viewer sees. */
function expected(viewer: Viewer, events: readonly Recorded<TicketEvent>[], n: number) {
  const first = events.slice(0, n)
  const row = first.reduce<TicketRow | null>(reduceTicket, null)
  if (!row) throw new Error('no creation')
  const own = seesOnlyOwn(viewer)
  // Whose turn it is belongs to the list of today: a ticket's page of the past doesn't tell it.
  const { usuarioId, fechaActualizacionCliente, comandoId: _c, esperaA: _a, esperaDesde: _d, ...facts } = row
  return {
    ...facts,
    solicitanteId: usuarioId,
    fechaActualizacion: own ? fechaActualizacionCliente : row.fechaActualizacion,
    version: visibleTo(viewer, first).at(-1)?.sobre.version,
  }
}

const SETTERS: Readonly<Record<keyof TicketAsOf['desde'], (event: TicketEvent) => boolean>> = {
  titulo: (event) => event.tipo === 'edicion' && event.datos.campos.includes('titulo'),
  descripcion: (event) => event.tipo === 'edicion' && event.datos.campos.includes('descripcion'),
  estado: ({ tipo }) => tipo === 'cambio_estado' || tipo === 'cierre',
  prioridad: ({ tipo }) => tipo === 'cambio_prioridad',
  categoria: ({ tipo }) => tipo === 'cambio_categoria',
  asignado: ({ tipo }) => tipo === 'asignacion',
  solicitante: () => false,
}

function expectOrigins(asOf: TicketAsOf, first: readonly Recorded<TicketEvent>[]): void {
  for (const [campo, sets] of Object.entries(SETTERS)) {
    const origin = first.findLast((event) => event.tipo === 'creacion' || sets(event))
    const { version, fecha, comandoId } = origin?.sobre ?? {}
    const said = Object.entries(asOf.desde).find(([name]) => name === campo)?.[1]
    expect(said, campo).toMatchObject({ version, fecha, comandoId, tipo: origin?.tipo })
  }
}

/** Every version, as each viewer may see it, is what the fold of the events until then says. */
async function expectEveryVersion(system: TestSystem, ticketId: number): Promise<void> {
  const db = system.runtime.db.as('api_server')
  const events = await eventsOf(system, ticketId)
  const [creacion] = events
  if (creacion?.tipo !== 'creacion') throw new Error('no creation')
  const owner: Viewer = { id: creacion.datos.solicitanteId, rol: 'cliente' }
  for (const viewer of [STAFF, owner]) {
    const visible = visibleTo(viewer, events).map(({ sobre }) => sobre.version)
    for (let n = 1; n <= events.length; n++) {
      const asOf = await ticketAsOfQuery(db, viewer, ticketId, n)
      const { solicitante: _s, asignado: _a, ...ticket } = asOf?.ticket ?? {}
      expect(ticket).toEqual(expected(viewer, events, n))
      if (asOf) expectOrigins(asOf, events.slice(0, n))
      const version = visible.findLast((each) => each <= n)
      expect(await resolveVersion(db, viewer, ticketId, { version: n })).toEqual({
        version,
        fecha: events[(version ?? 0) - 1]?.sobre.fecha,
        anterior: visible.findLast((each) => each < (version ?? 0)) ?? null,
        siguiente: visible.find((each) => each > (version ?? 0)) ?? null,
        ultima: visible.at(-1),
      })
    }
    expect(await ticketAsOfQuery(db, viewer, ticketId, 0)).toBeNull()
    expect(await resolveVersion(db, viewer, ticketId, { version: 0 })).toBeNull()
  }
  const stranger: Viewer = { id: 999, rol: 'cliente' }
  expect(await ticketAsOfQuery(db, stranger, ticketId, events.length)).toBeNull()
  expect(await resolveVersion(db, stranger, ticketId, { version: events.length })).toBeNull()
}

/** A moment shows what comes before the first event that it does not cover; for each viewer, of what they may see. */
async function expectEveryMoment(system: TestSystem, ticketId: number): Promise<void> {
  const events = await eventsOf(system, ticketId)
  for (const viewer of [STAFF, { id: 1, rol: 'cliente' } as const]) {
    const visible = visibleTo(viewer, events).map(({ sobre }) => sobre)
    const moments = events.flatMap(({ sobre }) => [sobre.fecha, `${sobre.fecha.slice(0, -4)}999Z`])
    for (const momento of [...moments, '2026-02-28T00:00:00.000Z', '2027-01-01T00:00:00.000Z']) {
      const end = visible.findIndex((each) => each.fecha > momento)
      const shown = end === -1 ? visible.at(-1) : visible[end - 1]
      const punto = await resolveVersion(system.runtime.db.as('api_server'), viewer, ticketId, { momento })
      expect(punto?.version, `${viewer.rol} at ${momento}`).toBe(shown?.version)
    }
  }
}

describe('a ticket as of any version or moment', () => {
  // Mutants seen to fail: `<` for `<=` the version; the client's statements on the staff's view, or without OWN; events
  // folded in another order than that of versions.
  test(
    'is the fold of the events until then, for staff and for its client, after any history of commands',
    async () => {
      await fc.assert(
        fc.asyncProperty(bursts, async (history) => {
          const system = await openTestSystem()
          try {
            const { actors, model } = await people(system)
            for (const burst of history) {
              const given = givenBy(actors, model, burst)
              for (const { actor, command, seen } of given) expectOf(model, actor, command, seen)
              await dispatchAll(system, given)
            }
            for (const id of model.tickets.keys()) await expectEveryVersion(system, id)
          } finally {
            await system.close()
          }
        }),
        fcParams(40),
      )
    },
    FC_TIMEOUT,
  )

  // Mutants seen to fail: editions grouped without the fields that they edit; a moment that ends with the last event
  // dated before it, or before an event of that very moment; the client's moments on the staff's view.
  test(
    'is so after any imported history, whose dates may go back',
    async () => {
      const system = await openTestSystem()
      try {
        await fc.assert(
          fc.asyncProperty(importedHistory, async (eventos) => {
            const result = await system.dispatch(ADMIN_SERVICE, {
              tipo: 'registrar_historia',
              ticketId: null,
              eventos,
            })
            if (result.estado !== 'aceptado') throw new Error(JSON.stringify(result))
            await expectEveryVersion(system, result.sujeto.id)
            await expectEveryMoment(system, result.sujeto.id)
          }),
          fcParams(60),
        )
      } finally {
        await system.close()
      }
    },
    FC_TIMEOUT,
  )
})
