import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { callRoute } from './system'

/** The routes over HTTP, for programs that are not in this process. */
export async function serveApi(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = z.object({ port: z.number() }).parse(server.address())
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const sent = await text(request)
  const headers = Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  )
  const body = sent === '' ? undefined : sent
  const given = await callRoute(request.method ?? 'GET', request.url ?? '/', { headers, body })
  response.writeHead(given.status, Object.fromEntries(given.headers))
  if (!given.body) return void response.end()
  const source = Readable.from(given.body)
  response.on('close', () => source.destroy())
  source.pipe(response)
}
