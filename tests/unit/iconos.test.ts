import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { buildIcons, ICONS_FILE } from '../support/icons'

test('the file of icons holds what the pages draw, as Lucide draws it', async () => {
  const made = await buildIcons()
  expect(made.match(/<symbol id="\w+"[^>]*><(path|circle|rect|line)/g)?.length).toBeGreaterThan(80)
  expect(await readFile(ICONS_FILE, 'utf8')).toBe(made)
})
