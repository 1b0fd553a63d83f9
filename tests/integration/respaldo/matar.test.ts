import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { listBackups } from '@/backup/formato/folder'
import { verifyBackups } from '@/backup/verify'
import { type BackupWorld, dump, openBackupWorld } from '../../support/backup/world'
import { bundleVictim } from '../../support/bundle'
import { catchUp, someTicket } from '../../support/follow'
import { openTestSystem, type TestSystem } from '../../support/system'

let victim: string
beforeAll(async () => {
  victim = await bundleVictim('backup')
})

let system: TestSystem
let world: BackupWorld
beforeEach(async () => {
  system = await openTestSystem({ seeded: true })
  world = await openBackupWorld(system)
})
afterEach(async () => {
  await world.close()
  await system.close()
})

interface Victim {
  readonly child: ChildProcess
  readonly said: string[]
  /** Resolves at the first line, then after `delay` more milliseconds kills it. */
  readonly killAfter: (delay: number) => Promise<void>
}

function start(work: 'copias' | 'restaurar' | 'flujo'): Victim {
  const env = {
    ...process.env,
    TURSO_DATABASE_URL: system.url,
    WORK: work,
    CARPETA: world.carpeta,
    INTO: world.into,
  }
  const child = spawn(process.execPath, [victim], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString()
  })
  const first = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said.push(...chunk.toString().split('\n').filter(Boolean))
      resolve()
    })
    child.once('exit', () => reject(new Error(`it ended by itself: ${complaint}`)))
  })
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()))
  return {
    child,
    said,
    async killAfter(delay) {
      await first
      await new Promise((resolve) => setTimeout(resolve, delay))
      child.kill('SIGKILL')
      await gone
    },
  }
}

// Different moments in every round, the same in every run.
const MOMENTS = [3, 90]

test('backups and prunings killed at any moment leave whole backups, each with what it goes on from', async () => {
  for (const moment of MOMENTS) {
    const { said, killAfter } = start('copias')
    await killAfter(moment)
    const { copias, ilegibles } = await listBackups(world.carpeta)
    expect(ilegibles).toEqual([])
    const broken = (await verifyBackups({ carpeta: world.carpeta, clave: null })).filter(
      ({ problema }) => problema !== null,
    )
    expect(broken).toEqual([])
    // What was said to be done is there, or a younger one that made it superfluous.
    expect((copias.at(-1)?.manifest.id ?? '') >= (said.at(-1) ?? '')).toBe(true)
  }
  const report = await world.restore({ tipo: 'ultimo' })
  expect(report).toMatchObject({ sinReparar: 0, hasta: { posicion: 106 } })
  expect(await dump(world.into)).toMatchObject({ interacciones: (await dump(system.file)).interacciones })
})

test('a restore killed at any moment gives no file its name before it is whole, and the next one works', async () => {
  await world.full()
  for (const moment of [120]) {
    const { killAfter } = start('restaurar')
    await killAfter(moment)
    if (existsSync(world.into)) {
      expect((await dump(world.into)).interacciones).toBe((await dump(system.file)).interacciones)
      await world.forget()
    }
  }
  expect(await world.restore({ tipo: 'ultimo' })).toMatchObject({ hasta: { posicion: 106 } })
  await world.forget()
})

test('what the stream said to be safe is there after a kill, and the next stream goes on from it', async () => {
  const cliente = await system.person('cliente')
  for (const moment of MOMENTS) {
    const stream = start('flujo')
    const id = await someTicket(system, cliente)
    let killed = false
    const writing = (async () => {
      while (!killed) {
        await system.dispatch(cliente, { tipo: 'comentar', ticketId: id, comentario: 'x', interno: false })
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    })()
    await stream.killAfter(moment)
    killed = true
    await writing
    const safe = Number(stream.said.at(-1))
    const report = await world.restore({ tipo: 'ultimo' })
    expect(report).toMatchObject({ sinReparar: 0, auditoria: { hallazgos: [] } })
    expect(report.hasta.posicion).toBeGreaterThanOrEqual(safe)
    await world.forget()
  }
  await catchUp(system)
})
