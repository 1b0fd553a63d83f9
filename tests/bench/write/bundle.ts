import { execFile, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { z } from 'zod'
import type { Task } from './scenario'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
// Below node_modules, so that the packages it leaves out are found from there.
const OUT = here('../../../node_modules/.cache/bench')

/** Bundles every contestant once: compiling one at every start would take longer than its round. */
export async function bundle(): Promise<void> {
  await build({
    entryPoints: ['ours', 'raw', 'hrana'].map((name) => here(`./${name}.ts`)),
    outdir: OUT,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
  })
}

const run = promisify(execFile)
const Said = z.object({ perSecond: z.number() })

/** Runs one round in a process of its own. @returns commands per second */
export async function round(program: string, given: Task): Promise<number> {
  const flags = process.env.BENCH_NODE_OPTIONS?.split(' ') ?? []
  const { stdout } = await run(process.execPath, [...flags, `${OUT}/${program}.mjs`, JSON.stringify(given)])
  return Said.parse(JSON.parse(stdout)).perSecond
}

/** Starts the server of the remote rounds. */
export async function serve(given: Task): Promise<{ url: string; stop: () => Promise<void> }> {
  const child = spawn(process.execPath, [`${OUT}/hrana.mjs`, JSON.stringify(given)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = new Promise<void>((resolve) => child.on('close', () => resolve()))
  const url = await new Promise<string>((resolve, fail) => {
    child.stdout.once('data', (chunk: Buffer) => {
      resolve(z.object({ url: z.string() }).parse(JSON.parse(chunk.toString())).url)
    })
    void gone.then(() => fail(new Error('the remote server ended by itself')))
  })
  const stop = async () => {
    child.kill()
    await gone
  }
  return { url, stop }
}
