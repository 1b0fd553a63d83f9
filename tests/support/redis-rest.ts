import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { z } from 'zod'
import { type RedisReply, RedisReplyError, RedisUnavailable } from '@/redis/reply'
import type { RedisCommand, Transport } from '@/redis/requester'

/** A front that speaks Upstash's REST form. @see https://upstash.com/docs/redis/features/restapi */
export interface RestFront {
  readonly url: string
  readonly token: string
  /** How many requests have come in, those with a wrong token among them. */
  readonly requests: number
  /** From now on each request goes through this, in place of being answered; null ends it. */
  hijack(answer: ((response: ServerResponse) => void) | null): void
  readonly close: () => Promise<void>
}

const Command = z.array(z.union([z.string(), z.number()])).min(1)
const Commands = z.array(Command).min(1)

type Answers = { readonly status: number; readonly body: unknown }

/** Serves a transport in Upstash's REST form, on a free port of this machine. */
export async function startRestFront(transport: Transport, token = 'un-token'): Promise<RestFront> {
  let [requests, hijacker]: [number, ((response: ServerResponse) => void) | null] = [0, null]
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    requests += 1
    const text = await textOf(request)
    if (hijacker) return hijacker(response)
    const { status, body } =
      request.headers.authorization === `Bearer ${token}`
        ? await answer(transport, request, text)
        : { status: 401, body: { error: 'WRONGPASS invalid or missing auth token' } }
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
  }
  const server = createServer((request, response) => void serve(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    token,
    get requests() {
      return requests
    },
    hijack(answer) {
      hijacker = answer
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function answer(transport: Transport, request: IncomingMessage, text: string): Promise<Answers> {
  const encode =
    request.headers['upstash-encoding'] === 'base64' ? statusOrBase64 : (reply: RedisReply) => reply
  const one = (reply: RedisReply | RedisReplyError) =>
    reply instanceof RedisReplyError ? { error: reply.message } : { result: encode(reply) }
  try {
    const path = request.url
    if (path === '/') return ok(one(await transport.run(parse(Command, text))))
    if (path === '/pipeline') return ok((await transport.pipeline(parse(Commands, text))).map(one))
    if (path === '/multi-exec') return ok((await transport.multi(parse(Commands, text))).map(one))
    return { status: 404, body: { error: 'ERR no such path' } }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { status: error instanceof RedisUnavailable ? 503 : 400, body: { error: message } }
  }
}

function ok(body: unknown): Answers {
  return { status: 200, body }
}

function parse<Words extends RedisCommand | readonly RedisCommand[]>(
  schema: z.ZodType<Words>,
  text: string,
): Words {
  const parsed = schema.safeParse(JSON.parse(text))
  if (parsed.success) return parsed.data
  throw new RedisReplyError('ERR failed to parse pipeline request')
}

// "OK" alone goes as it is: that is how the client knows a status from a value.
function statusOrBase64(reply: RedisReply): RedisReply {
  return reply === 'OK' ? reply : base64(reply)
}

function base64(reply: RedisReply): RedisReply {
  if (typeof reply === 'string') return Buffer.from(reply).toString('base64')
  return Array.isArray(reply) ? reply.map(base64) : reply
}

async function textOf(request: IncomingMessage): Promise<string> {
  request.setEncoding('utf8')
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
