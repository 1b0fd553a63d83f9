import { execFile, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { z } from 'zod'
import type { Figure, QueryFigures, Task } from './scenario'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
// Below node_modules, so that the packages it leaves out are found from there.
const OUT = here('../../../node_modules/.cache/bench-replay')

/** Bundles every contestant once: compiling one at every start would count against it. */
export async function bundle(): Promise<void> {
  const programs = ['limit', 'upserts', 'ours', 'emmett', 'commands', 'queries']
  await build({
    entryPoints: programs.map((name) => here(`./${name}.ts`)),
    outdir: OUT,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
  })
}

const run = promisify(execFile)
const SaidFigure = z.object({ perSecond: z.number(), p999: z.number(), rss: z.number() })
const SaidQueries = z.object({
  filas: z.record(z.string(), z.number()),
  consultas: z.array(
    z.object({ nombre: z.string(), mediana: z.number(), p95: z.number(), hallados: z.number() }),
  ),
})

/** Runs one round in a process of its own. */
export async function round(program: string, given: Task): Promise<Figure> {
  return SaidFigure.parse(await lastLine(program, given))
}

/** Times the queries, in a process of its own. */
export async function askQueries(given: Task): Promise<QueryFigures> {
  return SaidQueries.parse(await lastLine('queries', given))
}

async function lastLine(program: string, given: Task): Promise<unknown> {
  const flags = process.env.BENCH_NODE_OPTIONS?.split(' ') ?? []
  const { stdout } = await run(process.execPath, [...flags, `${OUT}/${program}.mjs`, JSON.stringify(given)])
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
}

/** Rebuilds in another process until it is told to stop; what it leaves behind lies beside the file. */
export async function rebuildBeside(given: Task): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, [`${OUT}/ours.mjs`, JSON.stringify(given)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let stopped = false
  const gone = new Promise<void>((resolve) => child.on('close', () => resolve()))
  await new Promise<void>((resolve, fail) => {
    child.stdout.once('data', () => resolve())
    void gone.then(() => fail(new Error('the rebuild beside the commands ended by itself')))
  })
  child.stdout.resume()
  void gone.then(() => {
    if (!stopped) process.exitCode = 1
  })
  return async () => {
    stopped = true
    child.kill('SIGKILL')
    await gone
  }
}
