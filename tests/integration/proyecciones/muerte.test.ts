import { spawn } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { rebuildLive } from '@projections/engine/rebuild-live'
import { projectionStatus } from '@projections/engine/status'
import { PROJECTION_NAMES } from '@projections/registry'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleVictim } from '../../support/bundle'
import { catchUp, expectRebuilt, someTicket } from '../../support/follow'
import { openTestSystem, type TestSystem } from '../../support/system'

let system: TestSystem
let program: string
beforeAll(async () => {
  program = await bundleVictim('projector')
  system = await openTestSystem()
  const cliente = await system.person('cliente')
  for (let n = 1; n <= 20; n++) await someTicket(system, cliente)
  const comment = (n: number) =>
    system.dispatch(cliente, {
      tipo: 'comentar',
      ticketId: 1 + (n % 20),
      comentario: `Comentario ${n}`,
      interno: false,
    })
  for (let part = 0; part < 8; part++) await Promise.all(Array.from({ length: 500 }, (_, n) => comment(n)))
})
afterAll(async () => await system.close())

/** Starts the program and kills it, without a warning, once it has come so far; or lets it end by itself. */
async function killAfter(work: 'rebuild' | 'follow', marks: number): Promise<string> {
  const env = { ...process.env, TURSO_DATABASE_URL: system.url, WORK: work }
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
    if (said.length >= marks) child.kill('SIGKILL')
  })
  await new Promise((resolve) => child.on('close', resolve))
  return said
}

const shadows = async () =>
  (await readdir(dirname(system.file))).filter((name) => name.startsWith(`${basename(system.file)}.sombra`))

// Mutant seen to fail: the rows and the checkpoint of a chunk in two batches.
test('runners killed again and again leave rows and checkpoints that go on as one', async () => {
  for (let round = 1; round <= 4; round++) await killAfter('follow', 2 * round)
  const [, , ...following] = await projectionStatus(system.runtime.db.as('admin'), Date.now())
  expect(following.some(({ posicion }) => posicion > 0)).toBe(true)
  await expect.poll(async () => await followed(), { timeout: 10_000 }).toBe(true)
  await expectRebuilt(system)
})

/** False while the killed runner's lease holds. */
async function followed(): Promise<boolean> {
  return await catchUp(system).then(
    () => true,
    () => false,
  )
}

// Mutant seen to fail: a shadow that is begun anew each time.
test('a rebuild that was killed goes on where it stood, and leaves nothing behind', async () => {
  expect(await killAfter('rebuild', 5)).toMatch(/^\.{5,}$/)
  expect(await shadows()).not.toEqual([])
  expect(await killAfter('rebuild', 3)).toMatch(/^\.{3,}$/)
  const { url } = system.config.database
  const { db, newId } = system.runtime
  const report = await rebuildLive(PROJECTION_NAMES, { database: db, url, now: Date.now, newId })
  expect(report).toMatchObject({ total: 0, sinReparar: 0 })
  expect(report.reanudada).toBeGreaterThanOrEqual(1000)
  expect(await shadows()).toEqual([])
})
