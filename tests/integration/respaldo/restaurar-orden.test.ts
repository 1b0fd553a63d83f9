import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, readdir, readFile } from 'node:fs/promises'
import { createClient } from '@libsql/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type BackupWorld, openBackupWorld } from '../../support/backup/world'
import { runCli } from '../../support/cli'
import { readStored, someTicket, tamper } from '../../support/follow'
import { sealNow } from '../../support/seals'
import { openTestSystem, type TestSystem } from '../../support/system'

let system: TestSystem
let world: BackupWorld
/** A copy of the live file that nobody ever opened. */
let live: string
beforeEach(async () => {
  system = await openTestSystem({ seeded: true })
  world = await openBackupWorld(system)
})
afterEach(async () => {
  await world.close()
  await system.close()
})

async function copyLive(): Promise<void> {
  live = `${world.into}.viva`
  const client = createClient({ url: system.url })
  await client.execute({ sql: 'VACUUM INTO ?', args: [live] })
  client.close()
}

const restore = (...args: string[]) =>
  runCli(`file:${live}`, 'restore', '--dir', world.carpeta, '--json', ...args)
const sumOf = async (path: string) =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex')

// Mutant seen to fail: of an instant only how far the backups go.
test('a dry run says what is lost by going back to an instant, in the middle of a backup too', async () => {
  await someTicket(system, await system.person('cliente'))
  await world.full()
  await copyLive()
  const log = await readStored(system)
  const instante = log.at(-3)?.fecha_registro ?? ''
  const until = log.findLast(({ fecha_registro }) => fecha_registro <= instante)?.id ?? 0
  const { out } = await restore('--dry-run', '--timestamp', instante)
  expect(JSON.parse(out)).toMatchObject({ perdido: { eventos: log.length - until } })
  expect(log.length - until).toBeGreaterThan(0)
})

// Mutant seen to fail: asking whether it is in use before a dry run, which takes it out of WAL.
test('a dry run of --force writes nothing', async () => {
  await world.full()
  await copyLive()
  const client = createClient({ url: `file:${live}` })
  await client.execute('PRAGMA journal_mode = WAL')
  client.close()
  const copy = `${live}.otra`
  await copyFile(live, copy)
  live = copy
  const before = await sumOf(live)
  expect((await restore('--force', '--dry-run')).code).toBe(0)
  expect(await sumOf(live)).toBe(before)
})

// Mutant seen to fail: replaced whatever the seals say.
test('--force puts no log in its place that is not what was sealed, and says where it is', async () => {
  await sealNow(system)
  await tamper(
    system,
    'DROP TRIGGER interacciones_no_update',
    'UPDATE interacciones SET correlacion_id = evento_id WHERE id = 50',
  )
  await world.full()
  await copyLive()
  const { code, out, err } = await restore('--force')
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('no es lo que se selló') as unknown })
  expect(JSON.parse(out)).toMatchObject({ fichero: `${live}.restaurada`, anterior: null })
  expect(existsSync(`${live}.restaurada`)).toBe(true)
  expect((await readdir(world.into.replace(/\/[^/]*$/, ''))).join()).not.toContain('anterior')
  // And what lies there is told as what it is.
  expect((await restore('--force')).err).toMatch(/--force: ya existe .*\.restaurada, .*Muévalo o bórrelo/)
})

// Mutant seen to fail: asked only before the restore.
test('--force asks again, at the end, whether somebody has opened the database meanwhile', async () => {
  await world.full()
  await copyLive()
  const upkeep = await import('@/db/upkeep')
  const asked = vi.spyOn(upkeep, 'isInUse').mockResolvedValueOnce(false).mockResolvedValueOnce(true)
  const { code, err } = await restore('--force')
  expect(asked).toHaveBeenCalledTimes(2)
  expect({ code, err }).toEqual({
    code: 1,
    err: expect.stringContaining('Lo restaurado queda en') as unknown,
  })
  asked.mockRestore()
})
