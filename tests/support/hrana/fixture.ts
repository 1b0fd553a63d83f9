import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from '@libsql/client'
import { z } from 'zod'
import { type HranaOptions, type HranaServer, startHranaServer } from './server'

export const AUTH_TOKEN = 'una-clave-de-prueba'
const TEMP = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
const Answer = z.object({ baton: z.string().nullable(), results: z.array(z.record(z.string(), z.unknown())) })

/** A server over a fresh file with one table `t (id, a UNIQUE, b)`, and the public client that talks to it. */
export interface HranaFixture {
  readonly server: HranaServer
  readonly client: Client
  readonly count: () => Promise<unknown>
  /** A request as no client of ours sends it. */
  readonly post: (path: string, body: unknown, token?: string) => Promise<Response>
  readonly pipeline: (
    requests: unknown[],
    baton?: string | null,
    path?: string,
  ) => Promise<z.infer<typeof Answer>>
  /** Another server over the same file. */
  readonly another: (options: Partial<HranaOptions>) => Promise<{ server: HranaServer; client: Client }>
  readonly close: () => Promise<void>
}

/** Starts a server over a fresh file; `close` ends all that was started, and removes the file. */
export async function openHrana(): Promise<HranaFixture> {
  const folder = await mkdtemp(join(TEMP, 'bitacora-hrana-'))
  const started: { server: HranaServer; client: Client }[] = []
  const another: HranaFixture['another'] = async (options) => {
    const server = await startHranaServer({
      file: join(folder, 'prueba.db'),
      authToken: AUTH_TOKEN,
      ...options,
    })
    const client = createClient({ url: server.url, authToken: AUTH_TOKEN, intMode: 'bigint' })
    started.push({ server, client })
    return { server, client }
  }
  const { server, client } = await another({})
  await client.batch(['CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT UNIQUE, b)'], 'write')
  const post: HranaFixture['post'] = async (path, body, token = AUTH_TOKEN) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    return await fetch(`${server.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  }
  return {
    server,
    client,
    another,
    post,
    count: async () => (await client.execute('SELECT count(*) AS n FROM t')).rows[0]?.n,
    pipeline: async (requests, baton = null, path = '/v3/pipeline') =>
      Answer.parse(await (await post(path, { baton, requests })).json()),
    async close() {
      for (const one of started) {
        one.client.close()
        await one.server.close()
      }
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** What a promise failed with; null when it did not. */
export async function failure(work: Promise<unknown>): Promise<unknown> {
  return await work.then(
    () => null,
    (error: unknown) => error,
  )
}
