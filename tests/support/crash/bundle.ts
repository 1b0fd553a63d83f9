import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Where a program that will be killed is bundled to: below node_modules, so that the packages it leaves out are found. */
export function bundlePath(name: string): string {
  return here(`../../../node_modules/.cache/crash/${name}.mjs`)
}

/** Bundles a program of this folder. @returns its path */
export async function bundleVictim(name: string): Promise<string> {
  const outfile = bundlePath(name)
  await build({
    entryPoints: [here(`./${name}.ts`)],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    // What looks for the migrations looks from its own source's place.
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(here('../../../src/db/migrate.ts')).href) },
  })
  return outfile
}
