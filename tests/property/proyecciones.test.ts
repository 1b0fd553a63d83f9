import { rm } from 'node:fs/promises'
import { createClient } from '@libsql/client'
import { rebuildProjections } from '@projections/engine/rebuild'
import { verifyProjections } from '@projections/engine/verify'
import { PROJECTION_NAMES } from '@projections/registry'
import { reduceTicket } from '@projections/tickets/reducer'
import type { TicketRow } from '@projections/tickets/row'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { positionAt, replayInto } from '@/backup/replay'
import { createCommandBus } from '@/commands/bus'
import { openDatabase } from '@/db/client'
import type { Command } from '@/domain/commands'
import { isCuentaEvent } from '@/domain/events'
import { decodeEvent } from '@/events/codec'
import { createRuntime } from '@/runtime'
import { ticketCommand } from '../support/arbitraries'
import { FC_TIMEOUT, fcParams } from '../support/fc'
import { catchUp, expectRebuilt, readStored, tamper } from '../support/follow'
import { bursts, dispatchAll, givenBy, people } from '../support/history'
import { expectInvariants } from '../support/invariants'
import { interleaved, Meanwhile } from '../support/meanwhile'
import { expectOf } from '../support/model'
import { openTestSystem, type TestSystem } from '../support/system'

/** A history with what follows the log catching up now and then. */
async function play(
  system: TestSystem,
  history: typeof bursts extends fc.Arbitrary<infer T> ? T : never,
  followed: readonly boolean[],
) {
  const { actors, model } = await people(system)
  for (const [index, burst] of history.entries()) {
    const given = givenBy(actors, model, burst)
    for (const { actor, command, seen } of given) expectOf(model, actor, command, seen)
    await dispatchAll(system, given)
    if (followed[index % followed.length]) await catchUp(system)
  }
  return actors
}

const followed = fc.array(fc.boolean(), { minLength: 1, maxLength: 5 })

describe('for any history', () => {
  // Mutants seen to fail: tickets_versiones that closes no version; resumen that counts a reopening twice; busqueda
  // that leaves an edited title as it was in a later chunk.
  test(
    'what followed the log in any chunks is what a rebuild makes of it',
    async () => {
      await fc.assert(
        fc.asyncProperty(bursts, followed, async (history, when) => {
          const system = await openTestSystem()
          try {
            await play(system, history, when)
            await expectRebuilt(system)
            await catchUp(system)
            await expectRebuilt(system)
          } finally {
            await system.close()
          }
        }),
        fcParams(25),
      )
    },
    FC_TIMEOUT,
  )

  // Mutant seen to fail: a replay that copies one event more than it was asked for.
  test(
    'a replay to a position is the fold of the events up to there, in every table',
    async () => {
      await fc.assert(
        fc.asyncProperty(bursts, fc.nat(), async (history, where) => {
          const system = await openTestSystem()
          const into = `${system.file}.copia`
          try {
            await play(system, history, [true])
            const log = await readStored(system)
            const hasta = 1 + (where % log.length)
            await replayInto({
              db: system.runtime.db.as('admin'),
              hasta,
              into,
              now: Date.now,
            })
            await expectReplayed(into, log.slice(0, hasta))
          } finally {
            await rm(into, { force: true })
            await system.close()
          }
        }),
        fcParams(12),
      )
    },
    FC_TIMEOUT,
  )
})

async function expectReplayed(file: string, log: Awaited<ReturnType<typeof readStored>>): Promise<void> {
  const tickets = new Map<number, TicketRow>()
  for (const event of log.map(decodeEvent))
    if (!isCuentaEvent(event)) {
      const { id } = event.sobre.sujeto
      tickets.set(id, reduceTicket(tickets.get(id) ?? null, event))
    }
  const database = await openDatabase({ url: `file:${file}` })
  const raw = createClient({ url: `file:${file}` })
  try {
    expect(await verifyProjections(database.as('admin'), PROJECTION_NAMES)).toEqual([])
    const { rows } = await raw.execute(
      'SELECT id, titulo, estado, asignado_a, version FROM tickets ORDER BY id',
    )
    const expected = [...tickets.values()].sort((a, b) => a.id - b.id)
    expect(rows.map((row) => [row.id, row.titulo, row.estado, row.asignado_a, row.version])).toEqual(
      expected.map((row) => [row.id, row.titulo, row.estado, row.asignadoA, row.version]),
    )
    const [standing] = (
      await raw.execute('SELECT min(posicion) AS a, max(posicion) AS b FROM checkpoints WHERE posicion > 0')
    ).rows
    expect(standing).toMatchObject({ a: log.at(-1)?.id, b: log.at(-1)?.id })
    expect((await raw.execute('SELECT count(*) AS n FROM interacciones')).rows).toMatchObject([
      { n: log.length },
    ])
    expect(
      (await raw.execute("SELECT count(*) AS n FROM usuarios WHERE password_hash <> '!'")).rows,
    ).toMatchObject([{ n: 0 }])
  } finally {
    raw.close()
    database.close()
  }
}

test(
  'the position at an instant is that of the last event recorded until then',
  async () => {
    const system = await openTestSystem({ seeded: true })
    const log = await readStored(system)
    const db = system.runtime.db.as('admin')
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: log.length - 1 }),
        fc.integer({ min: -1, max: 1 }),
        async (index, by) => {
          const instante = new Date(Date.parse(log[index]?.fecha_registro ?? '') + by).toISOString()
          const expected = log.filter(({ fecha_registro }) => fecha_registro <= instante).at(-1)?.id ?? 0
          expect(await positionAt(db, instante)).toBe(expected)
        },
      ),
      fcParams(50),
    )
    await system.close()
  },
  FC_TIMEOUT,
)

/** What goes on while a rebuild runs. */
const meanwhile = fc.oneof(
  { weight: 3, arbitrary: ticketCommand(4, 6) },
  { weight: 2, arbitrary: fc.constant('intercambiar' as const) },
  { weight: 2, arbitrary: fc.constant('seguir' as const) },
)

// Mutants seen to fail: a repair that is not guarded on the row's version; an append without the generation (a process
// puts the damage that it remembers back); a shadow that isn't folded to where the page was read.
test(
  'a rebuild among live commands mends what was damaged, loses nothing and ends, also while addresses are swapped',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(meanwhile, { minLength: 10, maxLength: 60 }),
        fc.array(fc.nat({ max: 2 }), { minLength: 5, maxLength: 20 }),
        fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 4 }),
        async (work, pauses, damage) => {
          const system = await openTestSystem()
          try {
            const { actors } = await people(system)
            for (let n = 0; n < 4; n++) await system.dispatch(actors[0] ?? never(), creation(n))
            await catchUp(system)
            for (const which of damage) await tamper(system, ...(DAMAGE[which] ?? []))
            // A process that remembers nothing yet: it will load the damaged rows, and remember them.
            const other = await createRuntime(system.config)
            // Where an address is somebody else's by damage, it gives up soon.
            const options = { db: other.db.as('api_server'), now: Date.now, newId: other.newId, patience: 50 }
            const live = await Meanwhile.begin(system, createCommandBus(options), actors, work)
            for (let ticketId = 1; ticketId <= 4; ticketId++)
              await live.give({ tipo: 'comentar', ticketId, comentario: 'x', interno: true })
            const db = interleaved(system.runtime.db.as('admin'), live, pauses)
            const path = `${system.file}.sombra`
            const report = await rebuildProjections({ db, nombres: PROJECTION_NAMES, path, repair: true })
            expect(report.sinReparar).toBe(0)
            await live.finish()
            await other.close()
            const log = await expectInvariants(system)
            expect(new Set(log.map((row) => row.comando_id))).toEqual(
              new Set([...live.before, ...live.accepted]),
            )
            await catchUp(system)
            await expectRebuilt(system)
          } finally {
            await system.close()
          }
        },
      ),
      fcParams(25),
    )
  },
  FC_TIMEOUT,
)

function never(): never {
  throw new Error('out of range')
}

const creation = (n: number): Command => ({
  tipo: 'crear_ticket',
  titulo: `Ticket ${n}`,
  descripcion: 'Algo',
  prioridad: 'media',
  categoria: null,
  solicitanteId: null,
})

/** What no code path does. Accounts 2 and 3 are clients, 4 an operator. */
const DAMAGE: readonly (readonly string[])[] = [
  ["UPDATE tickets SET prioridad = 'critica', titulo = 'Otro' WHERE id IN (1, 3)"],
  [
    "UPDATE usuarios SET email = 'x' || email WHERE id = 2",
    "UPDATE usuarios SET nombre = 'Otra' WHERE id = 4",
  ],
  [
    'CREATE TEMP TABLE correos AS SELECT id, email FROM usuarios WHERE id IN (2, 3)',
    "UPDATE usuarios SET email = 'aparte-' || id || '@prueba.test' WHERE id IN (2, 3)",
    'UPDATE usuarios SET email = (SELECT c.email FROM correos c WHERE c.id = 5 - usuarios.id) WHERE id IN (2, 3)',
    'DROP TABLE correos',
  ],
  ['DELETE FROM tickets_versiones WHERE ticket_id = 2', "UPDATE busqueda SET texto = 'nada' WHERE rowid > 3"],
  ['UPDATE resumen_actual SET tickets = tickets + 1', 'DELETE FROM resumen_dias'],
  ['UPDATE tickets SET asignado_a = 4 WHERE id = 2', 'DELETE FROM busqueda_tickets WHERE ticket_id = 1'],
]
