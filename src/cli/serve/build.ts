import { createHash } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What the pages are built from: a change in any of it makes the build stale. */
const SOURCES = [
  'app',
  'src',
  'projections',
  'public',
  'proxy.ts',
  'instrumentation.ts',
  'next.config.ts',
  'postcss.config.mjs',
  'tsconfig.json',
  'package.json',
  'pnpm-lock.yaml',
]
const BUILD_ID = '.next/BUILD_ID'
const DIGEST = '.next/bitacora-digest'

/** The path of Next's own command line, to be run by node. */
export const NEXT_BIN = 'node_modules/next/dist/bin/next'

/** A digest of all that the build is made from. */
export async function sourceDigest(root: string): Promise<string> {
  const hash = createHash('sha256').update(process.version)
  for (const source of SOURCES) {
    for (const path of await listFiles(root, source)) {
      hash.update(`\0${path}\0`).update(await readFile(join(root, path)))
    }
  }
  return hash.digest('hex')
}

/**
 * Builds the pages unless the last build was made from the very same sources.
 * @param runBuild runs `next build` and tells its exit code
 * @returns its exit code, or null when there was nothing to build
 */
export async function buildIfStale(root: string, runBuild: () => Promise<number>): Promise<number | null> {
  if (await isBuildFresh(root)) return null
  const digest = await sourceDigest(root)
  await rm(join(root, DIGEST), { force: true })
  const code = await runBuild()
  if (code === 0) await writeFile(join(root, DIGEST), digest)
  return code
}

/** Whether the pages are there, built from the sources as they are now. */
export async function isBuildFresh(root: string): Promise<boolean> {
  if (!existsSync(join(root, BUILD_ID))) return false
  const built = await readFile(join(root, DIGEST), 'utf8').catch(() => '')
  return built === (await sourceDigest(root))
}

async function listFiles(root: string, source: string): Promise<string[]> {
  const info = statSync(join(root, source), { throwIfNoEntry: false })
  if (!info) return []
  if (info.isFile()) return [source]
  const names = await readdir(join(root, source), { recursive: true })
  const paths = names.map((name) => join(source, name)).sort()
  return paths.filter((path) => statSync(join(root, path), { throwIfNoEntry: false })?.isFile())
}
