import { fileURLToPath } from 'node:url'
import { ConfigError, listenAt, readConfig } from '../config'
import { MigrationMismatch, migrate } from '../db/migrate'

// Packed, this stands where it stands among the sources, and beside it what `next build` made to run by itself.
const root = fileURLToPath(new URL('../..', import.meta.url))

/** Serves a packed folder: migrates, and becomes the server. The folder itself is only read. */
async function serve(): Promise<void> {
  process.chdir(root)
  const config = readConfig()
  const applied = await migrate(config.database)
  if (applied.length > 0) process.stdout.write(`migraciones aplicadas: ${applied.length}\n`)
  listenAt(config)
  await import(new URL('../../server.js', import.meta.url).href)
}

try {
  await serve()
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof MigrationMismatch)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
