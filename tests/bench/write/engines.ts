import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

/** Where the packages that we compare with are installed: apart, as two of them are compiled on the spot. */
export const ENGINES = fileURLToPath(new URL('../engines/package.json', import.meta.url))

/** True when that folder was installed. */
export function hasEngines(): boolean {
  try {
    const found = createRequire(ENGINES)
    for (const name of ['better-sqlite3', 'sqlite3', '@event-driven-io/emmett-sqlite']) found.resolve(name)
    return true
  } catch {
    return false
  }
}

/** Loads a package of that folder; only what a contestant uses of it is typed. */
export function loadEngine<T>(engines: string, name: string): T {
  return createRequire(engines)(name) as T
}
