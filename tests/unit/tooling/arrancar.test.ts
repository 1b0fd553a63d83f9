import { spawn } from 'node:child_process'
import { afterEach, expect, test, vi } from 'vitest'
import { StartError, startServer } from '@/cli/serve/stages'
import { readConfig } from '@/config'

afterEach(() => vi.restoreAllMocks())

// Mutant seen to fail: a waiting that goes on when there is nobody left to wait for.
test('a server that dies at its start is told at once, and nothing waits for its answer any more', async () => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  const asked: AbortSignal[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (_, { signal } = {}) => {
    if (signal) asked.push(signal)
    return await new Promise((__, reject) =>
      signal?.addEventListener('abort', () => reject(new Error('abandonada'))),
    )
  })
  const child = spawn(process.execPath, ['-e', 'process.exit(3)'], { stdio: 'ignore' })
  const ended = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
  const supervisor = { start: () => ({ child, ended }), stopAll: async () => undefined }
  const started = startServer('.', readConfig({}), supervisor)
  await expect(started).rejects.toThrow(StartError)
  await expect(started).rejects.toThrow('código 3')
  expect(asked.map(({ aborted }) => aborted)).toEqual([true])
})
