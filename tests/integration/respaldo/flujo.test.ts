import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { listBackups } from '@/backup/formato/folder'
import { beginRun, endRun } from '@/backup/mantenimiento/runs'
import { type StreamOptions, startStream, streamOnce } from '@/backup/stream'
import { markOf, readProcess } from '@/db/processes'
import { lockScratch, ScratchInUse } from '@/db/scratch'
import { type BackupWorld, openBackupWorld } from '../../support/backup/world'
import { bundleConsole } from '../../support/bundle'
import { runCli } from '../../support/cli'
import { openTestSystem, type TestSystem } from '../../support/system'

let system: TestSystem
let world: BackupWorld
beforeEach(async () => {
  system = await openTestSystem({ seeded: true })
  world = await openBackupWorld(system)
  await mkdir(world.carpeta, { recursive: true })
})
afterEach(async () => {
  vi.restoreAllMocks()
  await world.close()
  await system.close()
})

const options = (rest: Partial<StreamOptions> = {}): StreamOptions => ({
  ...{ ...world.options, cada: 5, retencion: { diasCompletas: 7, horasIncrementales: 24 } },
  ...rest,
})

/** A process that does nothing until it is killed, and what it would have left in a lock. */
async function bystander() {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000); console.log("ya")'])
  await once(child.stdout, 'data')
  const info = readProcess(child.pid ?? 0)
  const kill = async () => {
    child.kill('SIGKILL')
    await once(child, 'close')
  }
  return { mark: info === null ? '' : markOf(info), pid: child.pid ?? 0, kill }
}

// Mutants seen to fail: a mark without the start; its own pid taken for alive, whoever had it.
test('a folder that a process which died was writing to is free, also where its pid has come again', async () => {
  const lock = join(world.carpeta, 'flujo')
  const other = await bystander()
  await writeFile(`${lock}.pid`, other.mark)
  await expect(streamOnce(options())).rejects.toThrow(ScratchInUse)
  await writeFile(`${lock}.pid`, `${other.pid} 1`)
  await (await lockScratch(lock))()
  await other.kill()
  for (const mark of [other.mark, String(other.pid), String(process.pid), `${process.pid} 1`, '']) {
    await writeFile(`${lock}.pid`, mark)
    await expect(streamOnce(options()), mark).resolves.toMatchObject({ carpeta: world.carpeta })
  }
})

// Mutants seen to fail: told never; told at each try.
test('that another process writes to the folder is told once', async () => {
  const unlock = await lockScratch(join(world.carpeta, 'flujo'))
  const [told, sleeps] = [vi.fn(), vi.spyOn(globalThis, 'setTimeout')]
  const stream = startStream(options({ onError: told }))
  await vi.waitFor(() => expect(sleeps.mock.calls.filter(([, ms]) => ms === 40)).toHaveLength(1))
  expect(told.mock.calls.map(([, error]) => error instanceof ScratchInUse)).toEqual([true])
  expect(await readFile(join(world.carpeta, 'flujo.pid'), 'utf8')).toContain(String(process.pid))
  await unlock()
  await vi.waitFor(async () => expect((await listBackups(world.carpeta)).copias).toHaveLength(1))
  await stream.stop()
})

// Mutants seen to fail: no lock of the folder; a pruning that is no run.
test('«backup prune» touches no folder that a backup or a piece is being written to', async () => {
  const half = join(world.carpeta, '20260101T000000000Z-completa-000000000001.datos.parcial')
  await writeFile(half, 'a medias')
  const prune = () => runCli(system.url, 'backup', 'prune', '--dir', world.carpeta, '--json')
  const unlock = await lockScratch(join(world.carpeta, 'flujo'))
  expect(await prune()).toMatchObject({
    code: 1,
    err: expect.stringContaining('está llevando el registro') as unknown,
  })
  await unlock()
  const { db, newId } = system.runtime
  const run = { id: newId(), accion: 'full', origen: 'consola' } as const
  await beginRun(db.as('admin'), run, Date.now())
  expect(await prune()).toMatchObject({
    code: 1,
    err: expect.stringContaining('Ya hay un mantenimiento') as unknown,
  })
  expect(existsSync(half)).toBe(true)
  const end = { estado: 'hecho', antes: null, despues: null, resultado: null, error: null } as const
  await endRun(db.as('admin'), run.id, end, Date.now())
  const { code, out } = await prune()
  expect([code, JSON.parse(out)]).toEqual([0, { quitadas: [], quedan: 0, liberados: 0 }])
  expect(existsSync(half)).toBe(false)
})

// Mutant seen to fail: every pause up to a minute.
test('pieces are as far apart as was asked, more than a minute too', async () => {
  const sleeps = vi.spyOn(globalThis, 'setTimeout')
  const stream = startStream(options({ cada: 3_600_000 }))
  await vi.waitFor(() => expect(sleeps.mock.calls.map(([, ms]) => ms)).toContain(3_600_000))
  await stream.stop()
})

// Mutant seen to fail: a timer that nothing clears keeps the process for ever.
test.each(['SIGINT', 'SIGTERM'] as const)(
  '«backup stream» takes what is left and ends on %s',
  async (signal) => {
    const args = [await bundleConsole(), 'backup', 'stream', '--dir', world.carpeta]
    const env = { ...process.env, TURSO_DATABASE_URL: system.url }
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
    const closed = once(child, 'close')
    await vi.waitFor(async () => expect((await listBackups(world.carpeta)).copias).toHaveLength(1), {
      timeout: 60_000,
      interval: 100,
    })
    await system.person('cliente')
    child.kill(signal)
    expect((await closed)[0]).toBe(0)
    expect((await listBackups(world.carpeta)).copias.at(-1)?.manifest.hasta.posicion).toBe(107)
  },
)
