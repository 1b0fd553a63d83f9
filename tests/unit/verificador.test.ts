import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { HEAD_FORMAT, signHead } from '@/events/seals/head'
import { newSealKey } from '@/events/seals/keys'
import { Verifier } from '@/verifier/verify'
import { buildVerifier, VERIFIER_FOLDER } from '../support/verifier'

test('the offline verifier is what its sources make: pnpm verifier:build makes it again', async () => {
  for (const [name, text] of await buildVerifier()) {
    expect(readFileSync(join(VERIFIER_FOLDER, name), 'utf8') === text, name).toBe(true)
    // Nothing of it reaches out.
    expect(text).not.toMatch(/https?:\/\/(?!www\.w3\.org)|fetch\(|XMLHttpRequest|import\(/)
  }
})

// Mutant seen to fail: each seal looked at by itself, as it was.
test('two seals of one size that differ in their roots are two logs, however well each is signed', async () => {
  const key = newSealKey()
  const head = (raiz: string, tamano = 7) => {
    const unsigned = { tamano, raiz, fecha: '2026-03-01T09:30:00.000Z', posicion: 7, clave_id: key.id }
    const firma = signHead(unsigned, key.privateKey)
    return { formato: HEAD_FORMAT, ...unsigned, firma, clave_publica: key.publica }
  }
  const check = async (...heads: readonly unknown[]) => {
    const verifier = new Verifier(key.id)
    for (const [index, one] of heads.entries()) await verifier.check(one, `${index}`)
    return verifier.result()
  }
  const [one, other] = ['a'.repeat(64), 'b'.repeat(64)]
  expect(await check(head(one), head(one), head(other, 8))).toMatchObject({ correcto: true, sellos: 2 })
  const split = await check(head(one), head(other))
  expect(split).toMatchObject({ correcto: false, fallos: 1, sellos: 2 })
  expect(split.lineas.at(-1)?.texto).toContain('con otra raíz')
})
