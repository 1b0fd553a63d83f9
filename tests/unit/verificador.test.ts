import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildVerifier, VERIFIER_FOLDER } from '../support/verifier'

test('the offline verifier is what its sources make: pnpm verifier:build makes it again', async () => {
  for (const [name, text] of await buildVerifier()) {
    expect(readFileSync(join(VERIFIER_FOLDER, name), 'utf8') === text, name).toBe(true)
    // Nothing of it reaches out.
    expect(text).not.toMatch(/https?:\/\/(?!www\.w3\.org)|fetch\(|XMLHttpRequest|import\(/)
  }
})
