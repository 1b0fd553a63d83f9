import { type ChildProcess, spawn } from 'node:child_process'
import { z } from 'zod'
import { Command } from '@/domain/commands'
import { bundlePath, bundleVictim } from '../bundle'

const CHILD = bundlePath('child')

/** Bundles the writer once: compiling it at every start would take longer than its life. */
export const buildWriter = (): Promise<string> => bundleVictim('child')

const Result = z.object({
  estado: z.string(),
  version: z.number().optional(),
  posicion: z.number().optional(),
})
const Line = z.union([
  z.object({ comandoId: z.string(), result: Result }),
  z.object({ comandoId: z.string(), comando: Command }),
])

/** What one killed process had sent, and which answers it had got. */
export interface Testimony {
  readonly sent: Map<string, Command>
  readonly answered: Map<string, z.infer<typeof Result>>
}

/**
 * Starts `processes` writers on one database and kills them all with SIGKILL, `delay` milliseconds after `answers` of
 * their commands were answered.
 */
export async function killWriters(
  url: string,
  actor: number,
  processes: number,
  delay: number,
  { firstTicket = 1, answers = 1 } = {},
): Promise<Testimony> {
  const testimony: Testimony = { sent: new Map(), answered: new Map() }
  const children = Array.from({ length: processes }, () => start(url, actor, firstTicket))
  let enough: () => void = () => {}
  const answered = new Promise<void>((resolve) => {
    enough = resolve
  })
  const ended = children.map((child) =>
    listen(child, testimony, () => testimony.answered.size >= answers && enough()),
  )
  await Promise.race([answered, ...ended.map((end) => end.then(fail))])
  await new Promise((resolve) => setTimeout(resolve, delay))
  for (const child of children) child.kill('SIGKILL')
  await Promise.all(ended)
  return testimony
}

function start(url: string, actor: number, firstTicket: number): ChildProcess {
  const env = {
    ...process.env,
    TURSO_DATABASE_URL: url,
    ACTOR: String(actor),
    FIRST_TICKET: String(firstTicket),
  }
  return spawn(process.execPath, [CHILD], { env, stdio: ['ignore', 'pipe', 'pipe'] })
}

/** Resolves with what the process said on stderr when it is gone. */
async function listen(child: ChildProcess, testimony: Testimony, onAnswer: () => void): Promise<string> {
  let rest = ''
  let complaint = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint += chunk.toString()
  })
  child.stdout?.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const said = Line.parse(JSON.parse(line))
      if ('result' in said) {
        testimony.answered.set(said.comandoId, said.result)
        onAnswer()
      } else testimony.sent.set(said.comandoId, said.comando)
    }
  })
  return await new Promise((resolve) => child.on('close', () => resolve(complaint)))
}

function fail(complaint: string): never {
  throw new Error(`a writer ended by itself: ${complaint}`)
}
