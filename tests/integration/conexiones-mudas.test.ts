import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { expect, test } from 'vitest'
import { watchSilentSockets } from '@/runtime/silent-sockets'

// Mutants seen to fail: none of them ended; all of them ended.
test('a server that closes is held up by no connection that asks nothing, and answers what it was asked', async () => {
  const endSilent = watchSilentSockets()
  let answer: () => void = () => undefined
  const http = createServer((_, response) => {
    answer = () => response.end('sí')
  })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const { port } = http.address() as AddressInfo
  const silent = connect(port, '127.0.0.1')
  await once(http, 'connection')
  const asked = fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } })
  await once(http, 'request')

  const closed = once(http, 'close')
  http.close()
  const ended = once(silent, 'close')
  endSilent()
  await ended
  answer()
  expect(await (await asked).text()).toBe('sí')
  await closed
  expect(http.listening).toBe(false)
})
