import { rename } from 'node:fs/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Where a program is bundled to: below node_modules, so that the packages it leaves out are found. */
export function bundlePath(name: string): string {
  return here(`../../node_modules/.cache/bundled/${name}.mjs`)
}

async function bundle(entry: string, name: string): Promise<string> {
  const outfile = bundlePath(name)
  const mine = bundlePath(`${name}.${process.pid}`)
  await build({
    entryPoints: [entry],
    outfile: mine,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    // What looks for the migrations looks from its own source's place.
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(here('../../src/db/migrate.ts')).href) },
  })
  // Whole at once: another process may be starting the same program.
  await rename(mine, outfile)
  return outfile
}

/** Bundles a program of ./crash. @returns its path */
export async function bundleVictim(name: string): Promise<string> {
  return await bundle(here(`./crash/${name}.ts`), name)
}

let bundledConsole: Promise<string> | undefined

/** Bundles the command line, once for this process: from its sources each start takes two seconds. @returns its path */
export function bundleConsole(): Promise<string> {
  bundledConsole ??= bundle(here('../../src/cli/bitacora.ts'), 'bitacora')
  return bundledConsole
}
