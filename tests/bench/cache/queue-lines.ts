import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'

const SCRIPT = fileURLToPath(new URL('../queue/queue.ts', import.meta.url))
const MODES = {
  completa: 'Redis y tabla',
  tabla: 'solo la tabla',
  reparto: 'solo el reparto por Redis',
} as const
const Answer = z.object({ perSecond: z.number() })

/** Tasks in and out of the queue in each of its ways, each in a process of its own. @returns tasks a second, by way */
export async function measureQueue(tasks: number): Promise<Readonly<Record<string, number>>> {
  const found: Record<string, number> = {}
  for (const [mode, name] of Object.entries(MODES)) {
    const args = ['--import', 'tsx', SCRIPT, mode, String(tasks)]
    const { stdout } = await promisify(execFile)(process.execPath, args)
    found[name] = Answer.parse(JSON.parse(stdout)).perSecond
  }
  return found
}
