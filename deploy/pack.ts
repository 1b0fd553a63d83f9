import { cp, mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** Where `next build` leaves what runs by itself. */
const STANDALONE = '.next/standalone'
/** Have a binary of the platform's: they stay the packages that the build has traced. */
const NATIVE = ['@libsql/client', '@node-rs/argon2']

/**
 * Makes the folder that a build leaves whole: it then needs Node alone, and may be copied anywhere.
 * @param elsewhere a folder that is not there yet; without it, all is done where the build left it
 * @returns its path
 */
export async function pack(root: string, elsewhere?: string): Promise<string> {
  const folder = elsewhere ?? join(root, STANDALONE)
  if (elsewhere !== undefined)
    await cp(join(root, STANDALONE), elsewhere, { recursive: true, verbatimSymlinks: true })
  await rm(join(folder, 'src'), { recursive: true, force: true })
  for (const path of ['public', '.next/static', 'db/migrations', 'db/seed.sql'])
    await cp(join(root, path), join(folder, path), { recursive: true, force: true })
  await mkdir(join(folder, 'src/cli'), { recursive: true })
  await build({
    absWorkingDir: root,
    entryPoints: ['src/cli/bitacora.ts', 'src/cli/standalone.ts'],
    outdir: join(folder, 'src/cli'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    external: NATIVE,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    legalComments: 'none',
    // Packages that are CommonJS ask for Node's own modules by `require`.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'\nconst require = __createRequire(import.meta.url)",
    },
  })
  return folder
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = await pack(process.cwd())
  process.stdout.write(`${folder}: ${(await readdir(folder)).join(', ')}\n`)
}
