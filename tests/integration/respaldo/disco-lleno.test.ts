import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { listBackups } from '@/backup/formato/folder'
import { takeRegistro } from '@/backup/take'
import { verifyBackups } from '@/backup/verify'
import { type BackupWorld, openBackupWorld } from '../../support/backup/world'
import { bundleVictim } from '../../support/bundle'
import { runCli } from '../../support/cli'
import { openTestSystem, type TestSystem } from '../../support/system'

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

describe('a full disk', () => {
  const beginning = { desde: { posicion: 0, eventoId: null, fecha: null }, anterior: null } as const

  test.skipIf(!canMount())(
    'leaves nothing behind, and says so (where a small file system can be made)',
    async () => {
      const small = await mkdtemp(join(tmpdir(), 'bitacora-lleno-'))
      mount(small)
      try {
        vi.stubEnv('BACKUP_DIR', small)
        const { code, err } = await runCli(system.url, 'backup', 'full')
        expect(code).toBe(1)
        expect(err).toMatch(/^No cabe en .*: hacen falta .* y quedan/)
        const tight = { ...world.options, ...beginning, carpeta: small, clave: null }
        await expect(takeRegistro({ ...tight, clase: 'completa', continua: false })).rejects.toMatchObject({
          code: 'ENOSPC',
        })
        expect(await readdir(small)).toEqual([])
      } finally {
        vi.unstubAllEnvs()
        execFileSync('umount', [small])
        await rm(small, { recursive: true, force: true })
      }
    },
  )

  test('leaves no backup that looks whole where no file may grow any more', async () => {
    const victim = await bundleVictim('backup')
    const env = {
      ...process.env,
      ...{ TURSO_DATABASE_URL: system.url, WORK: 'copias', CARPETA: world.carpeta, INTO: world.into },
    }
    // 64 blocks of 512 bytes: less than the copy has, and than what it shrinks to.
    const command = `ulimit -f 64; exec ${process.execPath} ${victim}`
    expect(() => execFileSync('sh', ['-c', command], { env, stdio: 'pipe' })).toThrow()
    expect(await listBackups(world.carpeta)).toEqual({ copias: [], ilegibles: [] })
    await world.full()
    const [found] = await verifyBackups({ carpeta: world.carpeta, clave: null })
    expect(found?.problema).toBeNull()
    expect(await readdir(world.carpeta)).toHaveLength(2)
  })
})

function mount(path: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8k', 'tmpfs', path], { stdio: 'pipe' })
}

function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'bitacora-lleno-'))
  try {
    mount(folder)
    execFileSync('umount', [folder])
    return true
  } catch {
    return false
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
