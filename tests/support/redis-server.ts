import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tcpTransport } from '@/redis/tcp'
import { freePort } from './ports'

const BINARY = process.env.REDIS_SERVER_PATH || '/usr/bin/redis-server'
const PATIENT_MS = 20_000

/** False where there is no redis-server: tests that need one skip. In CI its absence is an error. */
export const hasRedisServer = existsSync(BINARY)
const missing = `no redis-server at ${BINARY} (apt-get install redis-server, or set REDIS_SERVER_PATH)`
if (!hasRedisServer && process.env.CI === 'true') throw new Error(missing)
if (!hasRedisServer) process.stdout.write(`- ${missing}\n`)

/** A Redis server of a test's own, on a free port of this machine. */
export interface RedisServer {
  readonly url: string
  readonly port: number
  /** Ends it at once, as a power cut would. It holds nothing on disk. */
  readonly kill: () => Promise<void>
  /** Starts it again, on the same port. */
  readonly start: () => Promise<void>
  /** Stops its process, which keeps its connections and answers nothing. */
  readonly pause: () => void
  readonly resume: () => void
  readonly flush: () => Promise<void>
  /** Ends it for good, and removes its folder. */
  readonly stop: () => Promise<void>
}

/** @param extra more of its command line, such as `--maxmemory 3mb` */
export async function startRedisServer(...extra: string[]): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'bitacora-redis-'))
  const port = await freePort()
  const url = `redis://127.0.0.1:${port}`
  let child: ChildProcess | null = null
  // A run that is broken off stops no server by itself.
  const endWithProcess = () => void child?.kill('SIGKILL')
  process.once('exit', endWithProcess)
  const server: RedisServer = {
    url,
    port,
    async start() {
      const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder]
      child = spawn(BINARY, [...place, '--save', '', '--appendonly', 'no', ...extra], { stdio: 'ignore' })
      await untilAnswers(url, child)
    },
    async kill() {
      if (child === null || child.exitCode !== null || child.signalCode !== null) return
      const ended = new Promise((resolve) => child?.once('exit', resolve))
      child.kill('SIGKILL')
      await ended
    },
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
    flush: () => once(url, ['FLUSHALL']),
    async stop() {
      await server.kill()
      process.off('exit', endWithProcess)
      await rm(folder, { recursive: true, force: true })
    },
  }
  await server.start()
  return server
}

async function once(url: string, command: readonly string[]): Promise<void> {
  const transport = tcpTransport(url, PATIENT_MS)
  await transport.run(command).finally(transport.close)
}

async function untilAnswers(url: string, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`redis-server ended with ${child.exitCode}`)
    const answers = await once(url, ['PING']).then(
      () => true,
      (error: unknown) => error instanceof Error && error.message.startsWith('NOAUTH'),
    )
    if (answers) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
