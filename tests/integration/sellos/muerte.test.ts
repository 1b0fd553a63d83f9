import { spawn } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '@/domain/actor'
import { readSealPoint } from '@/events/seals/store'
import { bundleVictim } from '../../support/bundle'
import { someTicket } from '../../support/follow'
import { audit, sealNow } from '../../support/seals'
import { openTestSystem, type TestSystem } from '../../support/system'

let system: TestSystem
let program: string
let cliente: Actor
beforeAll(async () => {
  program = await bundleVictim('sealer')
  system = await openTestSystem()
  cliente = await system.person('cliente')
  await someTicket(system, cliente)
})
afterAll(async () => await system.close())

async function comment(count: number): Promise<void> {
  const one = (n: number) =>
    system.dispatch(cliente, { tipo: 'comentar', ticketId: 1, comentario: `Comentario ${n}`, interno: false })
  await Promise.all(Array.from({ length: count }, (_, n) => one(n)))
}

/** Kills it without a warning, in the midst of its nth write. */
async function killAt(write: number): Promise<void> {
  const env = { ...process.env, TURSO_DATABASE_URL: system.url }
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
    if (said.length >= write) child.kill('SIGKILL')
  })
  await new Promise((resolve) => child.on('close', resolve))
}

// Mutant seen to fail: tiles and checkpoint in two batches.
test('a sealer killed again and again leaves one tree, that the next goes on with', async () => {
  // Each round has a step of the tree and a seal to write, at least.
  for (const write of [1, 2, 1, 2]) {
    await comment(1200)
    await killAt(write)
  }
  const { posicion, cabeza } = await readSealPoint(system.runtime.db.as('sealer'))
  expect(posicion).toBeGreaterThan(500)
  expect(cabeza).toBe(4803)
  expect((await audit(system)).hallazgos).toEqual([])
  const head = await sealNow(system)
  expect(head.tamano).toBe(4803)
  expect(await audit(system, [head])).toMatchObject({ hallazgos: [], confirmados: 4803, sinSellar: null })
})
