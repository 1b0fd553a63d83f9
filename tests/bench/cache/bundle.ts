import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { z } from 'zod'
import type { Figure, Task } from './scenario'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
// Below node_modules, so that the packages it leaves out are found from there.
const OUT = here('../../../node_modules/.cache/bench-cache')
const Said = z.object({ perSecond: z.number(), p50: z.number(), p99: z.number() })
const run = promisify(execFile)

/** Bundles the contestant once: compiling it at every start would count against it. */
export async function bundle(): Promise<void> {
  await build({
    entryPoints: [here('./reads.ts')],
    outdir: OUT,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
  })
}

/** Runs one round in a process of its own. */
export async function round(given: Task): Promise<Figure> {
  const { stdout } = await run(process.execPath, [`${OUT}/reads.mjs`, JSON.stringify(given)])
  return Said.parse(JSON.parse(stdout))
}
