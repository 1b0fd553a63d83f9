import { vi } from 'vitest'
import { run } from '@/cli/program'

export interface CliResult {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs a command line in this process against a database; see bitacora.test.ts for one that is a process. */
export async function runCli(url: string, ...args: string[]): Promise<CliResult> {
  const written = { out: '', err: '' }
  const keep = (key: 'out' | 'err') => (text: string | Uint8Array) => {
    written[key] += String(text)
    return true
  }
  vi.stubEnv('TURSO_DATABASE_URL', url)
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(keep('out')),
    vi.spyOn(process.stderr, 'write').mockImplementation(keep('err')),
  ]
  try {
    return { code: await run(args), ...written }
  } finally {
    for (const spy of spies) spy.mockRestore()
    vi.unstubAllEnvs()
  }
}
