import { readFileSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { listBackups } from '@/backup/formato/folder'
import { type BackupWorld, openBackupWorld } from '../../support/backup/world'
import { runCli } from '../../support/cli'
import { readMarkdown } from '../../support/markdown'
import { openTestSystem, type TestSystem } from '../../support/system'

let system: TestSystem
let world: BackupWorld
beforeEach(async () => {
  system = await openTestSystem({ seeded: true })
  world = await openBackupWorld(system)
})
afterEach(async () => await world.close())

const path = 'docs/BACKUP.md'
const { fences } = readMarkdown({ path, text: readFileSync(path, 'utf8') })

test('every block of the page is either run here or marked as a platform’s', () => {
  expect(fences.length).toBeGreaterThan(8)
  for (const { where, language, lines } of fences) {
    if (language === 'plataforma') expect(lines[0], where).toMatch(/^# plataforma: /)
    else {
      expect(language, where).toBe('sh')
      expect(
        lines.filter((line) => !line.startsWith('pnpm bitacora ')),
        where,
      ).toEqual([])
    }
  }
})

test('every command of ours on the page works, one after another', async () => {
  const commands = fences
    .filter(({ language }) => language === 'sh')
    .flatMap(({ where, lines }) => lines.map((line) => ({ where, line })))
  expect(commands.length).toBeGreaterThan(15)
  await system.runtime.close()
  let file = system.file
  for (const [index, { where, line }] of commands.entries()) {
    const [first] = (await listBackups(world.carpeta)).copias
    const args = line
      .replace('pnpm bitacora ', '')
      .replace('<copia>', first?.manifest.id ?? '')
      .replace('<flujo>', `${world.carpeta}-flujo`)
      .replace('<fichero>', join(world.carpeta, `${index}.db`))
      .replace(/2026-11-26T15:09:59/, new Date().toISOString())
      .split(' ')
    if (args.includes('--force')) {
      // Nobody may have the database open when it is replaced, and a closed client lets go of its file late.
      await copyFile(file, `${file}.otra`)
      file = `${file}.otra`
    }
    // Each command line begins with a fresh environment.
    vi.stubEnv('BACKUP_DIR', world.carpeta)
    vi.stubEnv('BACKUP_STREAM_DIR', `${world.carpeta}-flujo`)
    const { code, err } = await runCli(`file:${file}`, ...args)
    expect({ where, line, code, err }).toEqual({ where, line, code: 0, err: '' })
  }
})
