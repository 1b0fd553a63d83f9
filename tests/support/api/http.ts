import { createServer } from 'node:http'
import { Readable } from 'node:stream'
import { z } from 'zod'
import { callRoute } from './system'

/** The routes over HTTP, for programs that are not in this process. */
export async function serveApi(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    const body = parts.length === 0 ? undefined : Buffer.concat(parts).toString('utf8')
    const headers = Object.fromEntries(
      Object.entries(request.headers).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, String(value)]],
      ),
    )
    const answer = await callRoute(request.method ?? 'GET', request.url ?? '/', { headers, body })
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    if (!answer.body) return void response.end()
    const source = Readable.from(answer.body)
    response.on('close', () => source.destroy())
    source.pipe(response)
  })
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
