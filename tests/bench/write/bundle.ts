import { execFile, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { z } from 'zod'
import type { Figure, Task } from './scenario'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
// Below node_modules, so that the packages it leaves out are found from there.
const OUT = here('../../../node_modules/.cache/bench')

/** Bundles every contestant once: compiling one at every start would take longer than its round. */
export async function bundle(): Promise<void> {
  await build({
    entryPoints: ['ours', 'raw', 'limit', 'emmett', 'soak', 'hrana'].map((name) => here(`./${name}.ts`)),
    outdir: OUT,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
  })
}

const run = promisify(execFile)
const Said = z.object({ perSecond: z.number(), p999: z.number() })

/** Runs one round in a process of its own. */
export async function round(program: string, given: Task): Promise<Figure> {
  const flags = process.env.BENCH_NODE_OPTIONS?.split(' ') ?? []
  const { stdout } = await run(process.execPath, [...flags, `${OUT}/${program}.mjs`, JSON.stringify(given)])
  return Said.parse(JSON.parse(stdout))
}

/** Runs a million-command round; each line that it says goes out as it comes. */
export async function soak(given: Task): Promise<void> {
  const child = spawn(process.execPath, ['--expose-gc', `${OUT}/soak.mjs`, JSON.stringify(given)], {
    stdio: 'inherit',
  })
  const code = await new Promise((resolve) => child.on('close', resolve))
  if (code !== 0) throw new Error(`the soak ended with ${String(code)}`)
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
