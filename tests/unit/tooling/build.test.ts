import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { buildIfStale } from '@/cli/serve/build'

let root: string
let builds: number

const write = async (path: string, text: string) => {
  await mkdir(join(root, path, '..'), { recursive: true })
  await writeFile(join(root, path), text)
}

const build = (exitCode = 0) =>
  buildIfStale(root, async () => {
    builds += 1
    await write('.next/BUILD_ID', String(builds))
    return exitCode
  })

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'bitacora-build-'))
  builds = 0
  await write('app/page.tsx', 'one')
  await write('next.config.ts', '')
})

test('the second start builds nothing', async () => {
  expect(await build()).toBe(0)
  expect(await build()).toBeNull()
  expect(builds).toBe(1)
})

test.each([
  ['a changed file', () => write('app/page.tsx', 'two')],
  ['a new file', () => write('src/domain/new.ts', '')],
  ['a removed file', () => rm(join(root, 'app/page.tsx'))],
  [
    'a renamed file',
    async () => {
      await rm(join(root, 'app/page.tsx'))
      await write('app/other.tsx', 'one')
    },
  ],
  ['a removed build', () => rm(join(root, '.next'), { recursive: true })],
])('%s makes the build stale', async (_, change) => {
  await build()
  await change()
  expect(await build()).toBe(0)
  expect(builds).toBe(2)
})

test('what the pages are not made from builds nothing', async () => {
  await build()
  await write('tests/unit/a.test.ts', '')
  await write('README.md', '')
  expect(await build()).toBeNull()
})

test('a build that failed is done again', async () => {
  expect(await build(1)).toBe(1)
  expect(await build()).toBe(0)
  expect(builds).toBe(2)
})
