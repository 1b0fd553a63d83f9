import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { type Chain, startChain } from '../support/launch/chain'

describe.runIf(existsSync('/proc/self/environ')).concurrent('what start has started ends with it', () => {
  const chains: Chain[] = []
  const launch = async (script: Parameters<typeof startChain>[0]): Promise<Chain> => {
    const chain = await startChain(script)
    chains.push(chain)
    return chain
  }

  afterAll(() => {
    for (const { pid } of chains.flatMap((chain) => chain.list())) process.kill(pid, 'SIGKILL')
  })

  test.each([
    ['npx-cli.cjs', 'SIGTERM'],
    ['npx-cli.cjs', 'SIGKILL'],
    ['pnpm.cjs', 'SIGTERM'],
    ['tsx/dist/cli', 'SIGKILL'],
    ['supervised.ts', 'SIGTERM'],
    ['supervised.ts', 'SIGINT'],
    ['supervised.ts', 'SIGHUP'],
  ] as const)('%s is sent %s: nothing is left', async (link, signal) => {
    const chain = await launch('supervised.ts')
    process.kill(chain.findLast(link).pid, signal)
    expect(await chain.waitUntilEmpty(20_000)).toEqual([])
  })

  test('the mutant that watches no launcher leaves its server behind', async () => {
    const chain = await launch('unsupervised.ts')
    process.kill(chain.findLast('npx-cli.cjs').pid, 'SIGTERM')
    const left = await chain.waitUntilEmpty(3000)
    expect(left.map(({ command }) => command)).toContainEqual(expect.stringContaining('server.cjs'))
  })
})

describe.concurrent('start refuses in one line', () => {
  const serve = (env: Record<string, string>) =>
    new Promise<{ code: number | null; output: string; folder: string }>((resolve) => {
      const folder = mkdtempSync(join(tmpdir(), 'bitacora-start-'))
      const child = spawn('node_modules/.bin/tsx', ['src/cli/serve.ts'], {
        env: { ...process.env, TURSO_DATABASE_URL: `file:${folder}/a.db`, ...env },
      })
      let output = ''
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk: Buffer) => {
          output += chunk.toString()
        })
      }
      child.once('exit', (code) => resolve({ code, output, folder }))
    })

  test('a port that is taken, before it touches the database', async () => {
    const taken = createServer()
    const port = await new Promise<number>((resolve) => {
      taken.listen(0, '127.0.0.1', () => {
        const address = taken.address()
        resolve(typeof address === 'object' && address ? address.port : 0)
      })
    })
    const { code, output, folder } = await serve({ PORT: String(port) })
    taken.close()
    expect(code).toBe(1)
    expect(output.trim().split('\n')).toEqual(['Bitácora', expect.stringMatching(/✗ PORT: .*ocupado/)])
    expect(readdirSync(folder)).toEqual([])
  })

  test('a wrong value, with the name of its variable', async () => {
    const { code, output, folder } = await serve({ PORT: 'ochenta' })
    expect(code).toBe(1)
    expect(output.trim().split('\n')).toEqual(['Bitácora', expect.stringMatching(/✗ PORT\b/)])
    expect(readdirSync(folder)).toEqual([])
  })
})
