import { expect, test } from 'vitest'
import { z } from 'zod'
import type { CommandBus } from '@/commands/bus'
import type { CommandEnvelope, CommandResult } from '@/commands/types'
import { catchingUp, createCatchUp } from '@/runtime/catch-up'

/** Passes that end when they are told to. */
function passes() {
  const begun: (() => void)[] = []
  const complaints: string[] = []
  const catchUp = createCatchUp(
    async () => await new Promise<void>((resolve) => begun.push(resolve)),
    (what) => complaints.push(what),
  )
  return { begun, complaints, catchUp }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

test('who writes while a pass is at work has another one, and waits for it', async () => {
  const { begun, catchUp } = passes()
  const first = catchUp()
  let second = false
  void catchUp().then(() => {
    second = true
  })
  await turn()
  expect(begun).toHaveLength(1)
  begun[0]?.()
  await turn()
  expect(begun).toHaveLength(2)
  expect(second).toBe(false)
  begun[1]?.()
  await first
  await turn()
  expect(second).toBe(true)
})

test('one answer is not followed by passes without end, and the next one begins anew', async () => {
  const { begun, catchUp } = passes()
  const all = catchUp()
  for (let n = 0; n < 3; n++) {
    void catchUp()
    await turn()
    begun[n]?.()
    await turn()
  }
  await all
  expect(begun).toHaveLength(3)
  void catchUp()
  await turn()
  expect(begun).toHaveLength(4)
})

test('a pass that breaks is told, breaks no answer, and keeps none from coming', async () => {
  const complaints: string[] = []
  let tries = 0
  const catchUp = createCatchUp(
    () => {
      tries += 1
      return Promise.reject(new Error('no base'))
    },
    (what, error) => complaints.push(`${what}: ${String(error)}`),
  )
  await catchUp()
  await catchUp()
  expect(tries).toBe(2)
  expect(complaints).toEqual(Array(2).fill('puesta al día: Error: no base'))
})

const SUJETO = { tipo: 'ticket', id: 1 } as const
const ENVELOPE: CommandEnvelope = {
  comandoId: '01KB6000000000000000000000',
  actor: { tipo: 'persona', id: 2, rol: 'operador' },
  comando: { tipo: 'comentar', ticketId: 1, comentario: 'x', interno: false },
}

test('what went in is followed by a pass, what did not go in is not', async () => {
  const { comandoId } = ENVELOPE
  const answers: CommandResult[] = [
    { estado: 'conflicto', sujeto: SUJETO, vista: 1, actual: 2 },
    { estado: 'aceptado', comandoId, sujeto: SUJETO, version: 3, posicion: 9, repetido: false },
  ]
  let answered = 0
  const bus: CommandBus = {
    dispatch: () => Promise.resolve(z.custom<CommandResult>(Boolean).parse(answers.shift())),
    idle: () => Promise.resolve(),
  }
  const followed = catchingUp(bus, () => {
    answered += 1
  })
  await followed.dispatch(ENVELOPE)
  expect(answered).toBe(0)
  await followed.dispatch(ENVELOPE)
  expect(answered).toBe(1)
})
