import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

const FOLDER = 'tests/support/launch'
const MARK = 'BITACORA_TEST_CHAIN'

/** A process of the chain that still runs. */
export type Link = { pid: number; command: string }

/** A running chain npx → sh → pnpm → sh → tsx → script → server → worker. */
export type Chain = {
  findLast(part: string): Link
  list(): Link[]
  waitUntilEmpty(ms: number): Promise<Link[]>
}

/** Starts the chain as a terminal would and waits until its last link runs. */
export async function startChain(script: 'supervised.ts' | 'unsupervised.ts'): Promise<Chain> {
  const mark = randomUUID()
  const inner = `node_modules/.bin/tsx ${FOLDER}/${script}`
  const outer = `${process.execPath} ${FOLDER}/pnpm.cjs '${inner}'`
  const child = spawn(process.execPath, [`${FOLDER}/npx-cli.cjs`, outer], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, [MARK]: mark },
  })
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve())
    child.once('exit', () => reject(new Error('the chain ended before it was ready')))
  })
  const list = () => listMarked(mark)
  return {
    list,
    // Each link's command names the links below it: the last one that carries the name is the link.
    findLast(part) {
      const link = list().findLast(({ command }) => command.includes(part))
      if (!link) throw new Error(`no link ${part}`)
      return link
    },
    async waitUntilEmpty(ms) {
      const deadline = Date.now() + ms
      while (list().length > 0 && Date.now() < deadline) await wait(50)
      return list()
    },
  }
}

// The environment is inherited by every descendant, whatever became of its parents.
function listMarked(mark: string): Link[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        if (!readFileSync(`/proc/${name}/environ`, 'utf8').includes(`${MARK}=${mark}`)) return []
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
        return command === '' ? [] : [{ pid: Number(name), command }]
      } catch {
        return []
      }
    })
}
