import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { migrate } from '@/db/migrate'
import { followLogWhileServing, getRuntime } from '@/runtime'

// Mutant seen to fail: the secret’s error left to whoever catches all of it.
test('a cron’s secret that was emptied does not keep a server from giving back what it holds', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bitacora-parar-'))
  const url = `file:${join(folder, 'a.db')}`
  vi.stubEnv('TURSO_DATABASE_URL', url)
  await migrate({ url })
  await writeFile(join(folder, 'cron.secret'), '')
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const before = process.listenerCount('SIGTERM')
  await followLogWhileServing(() => undefined)
  const heard = process.listenerCount('SIGTERM') - before
  const lines = said.mock.calls.map(([line]) => String(line))
  said.mockRestore()
  await (await getRuntime()).close()
  await rm(folder, { recursive: true })
  expect(heard).toBe(1)
  expect(lines.filter((line) => line.startsWith('cron: '))).toHaveLength(1)
})
