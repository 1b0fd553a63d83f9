import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { freePort } from '../ports'

/** A proxy before several servers, as small as one can be. */
export interface RoundRobin {
  readonly url: string
  /** How many requests each server has answered. */
  readonly answered: readonly number[]
  close(): Promise<void>
}

/** Each request goes to the next server; where that one takes no connections, to the one after it. */
export async function startRoundRobin(ports: readonly number[]): Promise<RoundRobin> {
  const answered = ports.map(() => 0)
  let next = 0
  const http = createServer((req, res) => void forward(req, res))

  async function forward(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const body = await buffer(req)
    for (let tries = 0; tries < ports.length; tries++) {
      const target = next++ % ports.length
      const outcome = await ask(ports[target] ?? 0, req, body, res)
      if (outcome === 'answered') answered[target] = (answered[target] ?? 0) + 1
      if (outcome !== 'refused') return
    }
    res.writeHead(503).end()
  }

  const port = await freePort()
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${port}`,
    answered,
    async close() {
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  }
}

/** Whether a server that broke off has done what it was asked is not known: the client is told, and asks again. */
function ask(
  port: number,
  { method, url: path, headers }: IncomingMessage,
  body: Buffer,
  res: ServerResponse,
): Promise<'answered' | 'refused' | 'broken'> {
  return new Promise((resolve) => {
    const options = { host: '127.0.0.1', port, method, path, headers, agent: false }
    const asked = request(options, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(res)
      answer.once('end', () => resolve('answered'))
      answer.once('error', () => {
        res.destroy()
        resolve('broken')
      })
    })
    asked.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') return resolve('refused')
      if (!res.headersSent) res.writeHead(502).end()
      resolve('broken')
    })
    asked.end(body)
  })
}
