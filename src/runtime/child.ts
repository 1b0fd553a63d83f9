import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { type Config, childEnvironment } from '@/config'
import type { ChildResult } from '@/worker/parts'

const KEPT = 20_000
/** A folder that was packed to be served has the command line as one file; among the sources tsx runs it. */
const PACKED = 'src/cli/bitacora.mjs'
const SOURCE = ['--import', 'tsx', 'src/cli/bitacora.ts']

/**
 * What runs the command line in a child process, on the same database: VACUUM and the like would hold this process up for
 * as long as they take.
 */
export function runCli(config: Config): (args: readonly string[]) => Promise<ChildResult> {
  return async (args) =>
    await new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [...(existsSync(PACKED) ? [PACKED] : SOURCE), ...args], {
        env: childEnvironment(config),
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      const said = { out: '', err: '' }
      // As text: a chunk may end within a letter.
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        said.out = (said.out + text).slice(-KEPT)
      })
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said.err = (said.err + text).slice(-KEPT)
      })
      child.once('error', reject)
      child.once('close', (code) => resolve({ code: code ?? 1, ...said }))
    })
}
