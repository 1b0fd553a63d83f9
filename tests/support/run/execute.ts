import type { Supervisor } from '../../../src/cli/serve/supervisor'
import { failed, type Outcome, passed } from './outcome'

/** A command of one check. */
export type Command = { name: string; command: string; args: readonly string[] }

const seconds = (since: number) => `${((Date.now() - since) / 1000).toFixed(1)} s`

/** Tells how a check went; its output is of interest only when it failed. */
export function tell(name: string, ok: boolean, since: number, output = ''): Outcome {
  process.stdout.write(`${ok ? '✓' : '✗'} ${name} (${seconds(since)})\n${ok ? '' : `${output.trimEnd()}\n`}`)
  return ok ? passed() : failed(name)
}

/** Runs a command with its output held back, so that checks can run side by side. */
export async function runQuietly(
  supervisor: Supervisor,
  { command, args }: Pick<Command, 'command' | 'args'>,
): Promise<{ code: number; output: string }> {
  const chunks: Buffer[] = []
  const { child, ended } = supervisor.start(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => chunks.push(chunk))
  }
  const code = await ended
  return { code, output: Buffer.concat(chunks).toString() }
}

/** Runs a command as one check. */
export async function runCheck(supervisor: Supervisor, check: Command): Promise<Outcome> {
  const began = Date.now()
  const { code, output } = await runQuietly(supervisor, check)
  return tell(check.name, code === 0, began, output)
}
