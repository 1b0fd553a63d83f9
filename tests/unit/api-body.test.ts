import { expect, test } from 'vitest'
import { MAX_BODY, readBody } from '@/api/body'

function post(body: BodyInit, type = 'application/json'): Request {
  // Node wants it where the body is a stream; the browser's types don't know it.
  const init: RequestInit & { duplex: 'half' } = {
    method: 'POST',
    body,
    headers: { 'content-type': type },
    duplex: 'half',
  }
  return new Request('http://127.0.0.1/api/tickets', init)
}

/** A body that says nothing of its size, and would go on for ever. */
function endless() {
  const told = { chunks: 0, cancelled: false }
  const chunk = new TextEncoder().encode(' '.repeat(64 * 1024))
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      told.chunks++
      controller.enqueue(chunk)
    },
    cancel() {
      told.cancelled = true
    },
  })
  return { told, stream }
}

// Mutants seen to fail: a bound four times as large; a stream that is not let go of.
test('a body is read to its bound and no further, whatever its headers say', async () => {
  const { told, stream } = endless()
  expect(await readBody(post(stream))).toEqual({ ok: false, motivo: 'tamano' })
  expect(told.cancelled).toBe(true)
  expect(told.chunks).toBeLessThanOrEqual(MAX_BODY / (64 * 1024) + 3)
  expect(await readBody(post(`"${'a'.repeat(MAX_BODY - 2)}"`))).toMatchObject({ ok: true })
  expect(await readBody(post(`"${'a'.repeat(MAX_BODY - 1)}"`))).toEqual({ ok: false, motivo: 'tamano' })
})

test('a body that is no JSON is told from one that says it is none', async () => {
  expect(await readBody(post('{"a":1}'))).toEqual({ ok: true, json: { a: 1 } })
  expect(await readBody(post('{"a":'))).toEqual({ ok: false, motivo: 'json' })
  expect(await readBody(post('a=1', 'text/plain'))).toEqual({ ok: false, motivo: 'tipo' })
  expect(await readBody(post(''))).toEqual({ ok: true, json: {} })
})
