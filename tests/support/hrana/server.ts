import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { RequestRefused } from './errors'
import { CALM, type FaultSource, type HranaFault } from './faults'
import { runPipeline } from './pipeline'
import { type PipelineAnswer, PipelineBody } from './protocol'
import { equalSecrets } from './secrets'
import { expired, Streams } from './streams'

export interface HranaOptions {
  /** The SQLite file that is served. */
  readonly file: string
  readonly authToken: string
  /** What every request waits before it is executed: the round trip, in milliseconds. */
  readonly latency?: number | undefined
  readonly patience?: number
  readonly lifetime?: number
}

/** A server for one database file that speaks the Hrana protocol over HTTP, in JSON, versions 2 and 3. */
export interface HranaServer {
  readonly url: string
  /** How many pipelines have arrived so far. */
  readonly pipelines: () => number
  /** From now on requests meet these faults. */
  inject(source: FaultSource): void
  /** Cuts off every stream that waits for its next request. */
  expireStreams(): void
  close(): Promise<void>
}

const ROUTES = new Set(['POST /v2/pipeline', 'POST /v3/pipeline'])
// Protobuf is not offered: a client that asks for it goes on with JSON.
const PROBES = new Set(['GET /', 'GET /v2', 'GET /v3', 'GET /health'])

/** Starts a server on a free port of 127.0.0.1. */
export async function startHranaServer(options: HranaOptions): Promise<HranaServer> {
  const { file, patience = 5000, lifetime = 5000 } = options
  const handler = new Handler(options, new Streams({ file, patience, lifetime }))
  const http = createServer((req, res) => void handler.handle(req, res))
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const { port } = addressOf(http)
  return {
    url: `http://127.0.0.1:${port}`,
    pipelines: () => handler.pipelines,
    inject(source) {
      handler.faults = source
    },
    expireStreams: () => handler.streams.expireAll(),
    async close() {
      const closed = new Promise((resolve) => http.close(resolve))
      http.closeAllConnections()
      await closed
      await handler.idle()
      handler.streams.closeAll()
    },
  }
}

function addressOf(http: Server): AddressInfo {
  const address = http.address()
  if (address === null || typeof address === 'string') throw new Error('the server does not listen')
  return address
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

class Handler {
  pipelines = 0
  faults: FaultSource = CALM
  readonly #underWay = new Set<Promise<unknown>>()

  constructor(
    private readonly options: HranaOptions,
    readonly streams: Streams,
  ) {}

  /** Resolves when nothing is executed any more, not even for clients that are gone. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay)
  }

  async handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const route = `${req.method ?? ''} ${req.url ?? ''}`
    if (PROBES.has(route)) return send(res, 200, { status: 'ok' })
    if (!ROUTES.has(route)) return send(res, 404, { error: 'not found' })
    if (!equalSecrets(req.headers.authorization ?? '', `Bearer ${this.options.authToken}`))
      return send(res, 401, { message: 'Unauthorized', code: 'AUTH_JWT_INVALID' })
    try {
      const body = await text(req)
      this.pipelines++
      await this.#meet(this.faults(), body, res)
    } catch (error) {
      if (!(error instanceof RequestRefused)) return send(res, 500, { message: String(error) })
      send(res, error.status, { message: error.message, code: error.code })
    }
  }

  async #meet(fault: HranaFault | null, body: string, res: ServerResponse): Promise<void> {
    if (this.options.latency) await wait(this.options.latency)
    if (fault === null) return send(res, 200, await this.#execute(body))
    switch (fault.kind) {
      case 'delay':
        return send(res, 200, await this.#execute(body, fault.ms))
      case 'expired':
        throw expired()
      case 'drop-before':
        return void res.socket?.destroy()
      case 'zombie':
        res.socket?.destroy()
        await this.#execute(body, fault.ms)
        return
      case 'drop-after':
        await this.#execute(body)
        return void res.socket?.destroy()
      case 'gateway':
        if (fault.executed) await this.#execute(body)
        return answerAs(fault, res)
      case 'silence':
        if (fault.executed) await this.#execute(body)
        return
      case 'reset':
        return cutOff(res, await this.#execute(body))
    }
  }

  async #execute(body: string, delay = 0): Promise<PipelineAnswer> {
    const work = (async () => {
      if (delay > 0) await wait(delay)
      return await runPipeline(this.streams, parse(body))
    })()
    this.#underWay.add(work)
    return await work.finally(() => this.#underWay.delete(work))
  }
}

function parse(body: string): PipelineBody {
  try {
    return PipelineBody.parse(JSON.parse(body))
  } catch (error) {
    throw new RequestRefused(400, 'HRANA_PROTO_ERROR', `Could not parse the request: ${String(error)}`)
  }
}

function send(res: ServerResponse, status: number, body: object): void {
  if (!res.destroyed) res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function answerAs({ status, json }: Extract<HranaFault, { kind: 'gateway' }>, res: ServerResponse): void {
  const type = json === undefined ? 'text/html' : 'application/json'
  res.writeHead(status, { 'content-type': type }).end(json ?? '<h1>Bad Gateway</h1>')
}

/** Half of the answer, then a reset: what the client got so far is no JSON. */
function cutOff(res: ServerResponse, answer: PipelineAnswer): void {
  const whole = Buffer.from(JSON.stringify(answer))
  res.writeHead(200, { 'content-type': 'application/json', 'content-length': whole.length })
  res.write(whole.subarray(0, whole.length / 2), () => res.socket?.resetAndDestroy())
}
