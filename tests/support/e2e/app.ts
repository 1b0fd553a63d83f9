import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { waitUntilAnswers } from '../../../src/cli/serve/server'
import { freePort } from '../ports'
import { openTestSystem, type TestSystem } from '../system'
import { knowSystem } from './browser'
import { closeWindows } from './windows'

/** The built app, served by a process of its own. */
export interface Server {
  readonly url: string
  /** The server's process, for what only the system can tell of it. */
  readonly pid: number
  /** What it has written so far. */
  said(): string
  close(signal?: NodeJS.Signals): Promise<void>
}

/** A server over a temp database of its own. */
export interface RunningApp extends Server {
  /** The same database from this process: a second writer beside the server. */
  readonly system: TestSystem
}

const NEXT = fileURLToPath(new URL('../../../node_modules/next/dist/bin/next', import.meta.url))

// What compiles ahead and collects on other threads pays where processors idle. A bench measures it as people have it.
const SPARING = process.env.VITEST === undefined ? [] : ['--no-opt', '--single-threaded']

type Variables = Readonly<Record<string, string>>

/** Serves the build over a database with the demo desk. @param more environment variables beside the usual ones */
export async function openApp(more: Variables = {}): Promise<RunningApp> {
  const system = await openTestSystem({ seeded: true })
  const server = await startServer(system, more)
  knowSystem(server.url, system)
  return {
    ...server,
    system,
    async close() {
      await server.close()
      await system.close()
    },
  }
}

/** Serves the build on a free port of loopback, over a database that is there already. */
export async function startServer(system: Pick<TestSystem, 'url'>, more: Variables = {}): Promise<Server> {
  const port = await freePort()
  const env = {
    ...process.env,
    TURSO_DATABASE_URL: system.url,
    PORT: String(port),
    HOST: '127.0.0.1',
    NODE_ENV: 'production' as const,
    ...more,
  }
  const args = [...SPARING, NEXT, 'start', '-p', String(port), '-H', '127.0.0.1']
  const server = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  return await serving(server, `http://127.0.0.1:${port}`)
}

/**
 * A process that serves, once it answers.
 * @throws with what it said, where it ends by itself
 */
export async function serving(
  server: ChildProcessByStdio<Writable | null, Readable, Readable>,
  url: string,
): Promise<Server> {
  let said = ''
  server.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  server.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const ended = new Promise<void>((resolve) => server.on('close', () => resolve()))
  await Promise.race([
    waitUntilAnswers(`${url}/api/health`),
    ended.then(() => Promise.reject(new Error(`the server ended by itself:\n${said}`))),
  ])
  return {
    url,
    pid: server.pid ?? 0,
    said: () => said,
    async close(signal = 'SIGTERM') {
      await closeWindows(url)
      server.kill(signal)
      await ended
    },
  }
}
