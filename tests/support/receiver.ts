import { createServer, type IncomingHttpHeaders } from 'node:http'
import { text } from 'node:stream/consumers'
import { z } from 'zod'

/** Somebody else's service, that webhooks are sent to. */
export interface Receiver {
  readonly url: string
  readonly received: { readonly headers: IncomingHttpHeaders; readonly body: string }[]
  /** What it answers. */
  status: number
  close(): Promise<void>
}

/** Listens on loopback, and keeps what comes. */
export async function openReceiver(): Promise<Receiver> {
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      receiver.received.push({ headers: request.headers, body })
      response.writeHead(receiver.status).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = z.object({ port: z.number() }).parse(server.address())
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/avisos`,
    received: [],
    status: 204,
    close: async () => await new Promise((resolve) => server.close(() => resolve())),
  }
  return receiver
}
