import { createClient } from '@libsql/client'
import { describe, expect, test } from 'vitest'
import { takeAttempt } from '@/auth/attempts'
import { findSession } from '@/auth/session'
import { createCommandBus } from '@/commands/bus'
import { OutcomeUnknown } from '@/commands/types'
import { openDatabase } from '@/db/client'
import { AnswerLost, classifyFailure } from '@/db/errors'
import { createRuntime } from '@/runtime'
import { CALM, EVERY_FAULT, type HranaFault, queuedFaults, seededFaults } from '../../support/hrana/faults'
import { failure } from '../../support/hrana/fixture'
import { expectInvariants } from '../../support/invariants'
import { comentar, nuevo } from '../../support/suites/bus/world'
import { accepted, freshRemoteWorld } from '../../support/suites/remote'

const world = freshRemoteWorld()
const nameOf = (fault: HranaFault) =>
  Object.entries(fault)
    .map(([key, value]) => (key === 'kind' ? String(value) : `${key} ${JSON.stringify(value)}`))
    .join(', ')
/** A token of the right form that opens nothing. */
const TOKEN = 'x'.repeat(43)
const LOSING = EVERY_FAULT.filter(({ kind }) => kind !== 'delay')

// Mutants seen to fail: a lost answer taken for the command’s fault; no look-up by comando_id at the load.
describe('a fault of the connection', () => {
  for (const fault of EVERY_FAULT) {
    test(`leaves each command in the log once: ${nameOf(fault)}`, async () => {
      const { system, server, operador } = world()
      const before = (await expectInvariants(system)).length
      for (const faults of [[fault], [null, fault], [fault, null, fault, fault]]) {
        const send = (titulo: string) => system.dispatch(operador, nuevo(titulo))
        server.inject(queuedFaults(faults))
        expect(accepted(await Promise.all([send('Uno'), send('Dos')]))).toHaveLength(2)
        server.inject(queuedFaults(faults))
        const comments = ['a', 'b', 'c'].map((texto) => system.dispatch(operador, comentar(texto)))
        expect(accepted(await Promise.all(comments))).toHaveLength(3)
      }
      server.inject(CALM)
      const log = await expectInvariants(system)
      expect(log.length - before).toBe(15)
      expect(log.filter((row) => row.ticket_id === 1)).toHaveLength(10)
    })
  }

  for (const fault of LOSING) {
    test(`leaves a write’s outcome open, and is not seen by who reads: ${nameOf(fault)}`, async () => {
      const { system, server } = world()
      const db = system.runtime.db.as('auth')
      server.inject(queuedFaults([fault]))
      const error = await failure(takeAttempt(db, 'a@prueba.test', '::1', Date.now()))
      expect(error).toBeInstanceOf(AnswerLost)
      expect(classifyFailure(error)).toBe('incierto')
      server.inject(queuedFaults([fault]))
      expect(await findSession(db, TOKEN, Date.now())).toBeNull()
    })
  }

  test('that lasts is told to who reads; a command goes on when it is over', async () => {
    const { system, server, operador } = world()
    server.inject(() => ({ kind: 'drop-before' }))
    const command = system.dispatch(operador, nuevo('Uno'))
    const read = findSession(system.runtime.db.as('auth'), TOKEN, Date.now())
    expect(await failure(read)).toBeInstanceOf(AnswerLost)
    server.inject(CALM)
    expect(accepted([await command])).toHaveLength(1)
  })
})

test('a lock that another process holds is waited for', async () => {
  const { system } = world()
  const holder = createClient({ url: `file:${system.file}` })
  const transaction = await holder.transaction('write')
  const write = takeAttempt(system.runtime.db.as('auth'), 'a@prueba.test', '::1', Date.now())
  await transaction.rollback()
  await write
  holder.close()
})

test('a silent server is not waited for beyond measure: its answer counts as lost', async () => {
  const { system, server, operador } = world()
  const db = await openDatabase({ ...system.config.database, answerWithin: 250 })
  const newId = system.runtime.newId
  const bus = createCommandBus({ db: db.as('api_server'), now: Date.now, newId })
  const before = (await expectInvariants(system)).length
  for (const executed of [false, true]) {
    server.inject(queuedFaults([null, { kind: 'silence', executed }]))
    const result = await bus.dispatch({ comandoId: newId(), actor: operador, comando: nuevo('Uno') })
    expect(result).toMatchObject({ estado: 'aceptado' })
  }
  db.close()
  expect((await expectInvariants(system)).length - before).toBe(2)
})

test('a wrong token is an outage, not the command’s fault', async () => {
  const { system, operador } = world()
  const database = { ...system.config.database, authToken: 'otra' }
  const stranger = await createRuntime({ ...system.config, database })
  const bus = createCommandBus({
    db: stranger.db.as('api_server'),
    now: Date.now,
    newId: stranger.newId,
    patience: 20,
  })
  const envelope = { comandoId: stranger.newId(), actor: operador, comando: nuevo('Uno') }
  expect(await failure(bus.dispatch(envelope))).toBeInstanceOf(OutcomeUnknown)
  await stranger.close()
})

// Mutants seen to fail: rowsAffected not looked at; the projections’ UPDATE without its guards.
test('two processes, faults all along: what was acknowledged is in the log, once', async () => {
  const { system, server, operador } = world()
  await system.dispatch(operador, nuevo('Uno'))
  const other = await createRuntime(system.config)
  const before = (await expectInvariants(system)).length
  server.inject(seededFaults(20_260_101, 40))
  const results = await Promise.all(
    Array.from({ length: 60 }, async (_, n) => {
      // Not all at once: they are to meet each other in different groups.
      await new Promise((resolve) => setTimeout(resolve, n * 2))
      const comando = n % 3 === 0 ? nuevo(`T${n}`) : comentar(`c${n}`)
      const envelope = { comandoId: system.runtime.newId(), actor: operador, comando }
      return await (n % 2 === 0 ? system.runtime : other).bus.dispatch(envelope)
    }),
  )
  await other.close()
  server.inject(CALM)
  expect(accepted(results)).toHaveLength(60)
  const log = await expectInvariants(system)
  expect(log.length - before).toBe(60)
  for (const { comandoId, posicion } of accepted(results))
    expect(log.find((row) => row.id === posicion)?.comando_id).toBe(comandoId)
})
