import { appendFile, readFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ConfigError, readConfig } from '@/config'
import { Cabeza, headIsSigned } from '@/events/seals/head'
import { startSealService } from '@/events/seals/service'
import { lastSeal } from '@/events/seals/store'
import { audit } from '../../support/seals'
import { openTestSystem, type TestSystem } from '../../support/system'

let system: TestSystem
let closing: (() => Promise<void>)[]
beforeEach(async () => {
  system = await openTestSystem({ seeded: true })
  closing = []
})
afterEach(async () => {
  for (const close of closing) await close()
  await system.close()
})

const sealer = () => system.runtime.db.as('sealer')
const beside = (name: string) => join(dirname(system.file), name)

/** Waits, however long that takes: a test that hangs says more than one that was impatient. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10))
}

/** Somebody outside who receives heads, and answers the n-th of them as told. */
async function receiver(answer: (n: number, response: ServerResponse) => void) {
  const received: Cabeza[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString()
    })
    request.on('end', () => {
      received.push(Cabeza.parse(JSON.parse(body)))
      answer(received.length, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { received, url: `http://127.0.0.1:${address.port}/sellos` }
}

const status = (code: number) => (_: number, response: ServerResponse) => void response.writeHead(code).end()

function start(options: Partial<Parameters<typeof startSealService>[0]>) {
  const problems: string[] = []
  const service = startSealService({
    db: sealer(),
    now: Date.now,
    claveFichero: beside('sello.key'),
    targets: { cabezas: undefined, webhook: undefined },
    pollEvery: 10,
    retryAfter: 10,
    onError: (what, error) =>
      problems.push(`${what}: ${error instanceof Error ? error.message : String(error)}`),
    ...options,
  })
  return { service, problems }
}

const sealed = async (tamano: number) => (await lastSeal(sealer()))?.tamano === tamano

describe('a new head', () => {
  // Mutants seen to fail: the file written anew; a head that is not the signed one.
  test('goes to the file, one to a line after those that are there, and to the address', async () => {
    const { received, url } = await receiver(status(204))
    const targets = { cabezas: beside('cabezas.jsonl'), webhook: url }
    await appendFile(targets.cabezas, 'lo que había\n')
    const { service, problems } = start({ targets })
    await until(() => received.length === 1)
    await system.person('cliente')
    await service.stop()
    const [before, ...lines] = (await readFile(targets.cabezas, 'utf8')).trimEnd().split('\n')
    expect(before).toBe('lo que había')
    const heads = lines.map((line) => Cabeza.parse(JSON.parse(line)))
    expect(heads.map(({ tamano }) => tamano)).toEqual([106, 107])
    expect(heads.every(headIsSigned)).toBe(true)
    expect(received).toEqual(heads)
    expect(problems).toEqual([])
  })

  // Mutant seen to fail: a failure that ends the delivery.
  test('that was refused is sent again until it is taken', async () => {
    const { received, url } = await receiver(
      (n, response) => void response.writeHead(n < 4 ? 500 : 204).end(),
    )
    const { service, problems } = start({ targets: { cabezas: undefined, webhook: url } })
    await until(() => received.length === 4)
    await service.stop()
    expect(received.map(({ tamano }) => tamano)).toEqual([106, 106, 106, 106])
    expect(problems).toEqual(Array.from({ length: 3 }, () => 'SEAL_WEBHOOK_URL: respondió 500'))
  })

  // Mutant seen to fail: `publish` waited for by the sealing.
  test('that nobody answers holds no seal up, and is overtaken by the newest', async () => {
    const waiting: ServerResponse[] = []
    const { received, url } = await receiver((_, response) => void waiting.push(response))
    const targets = { cabezas: beside('cabezas.jsonl'), webhook: url }
    const { service } = start({ targets, sealEvery: 0 })
    await until(() => received.length === 1)
    for (let n = 107; n <= 110; n++) {
      await system.person('cliente')
      await until(() => sealed(n))
    }
    expect(received).toHaveLength(1)
    waiting[0]?.writeHead(503).end()
    await until(() => received.length === 2)
    waiting[1]?.writeHead(204).end()
    await service.stop()
    expect(received.map(({ tamano }) => tamano)).toEqual([106, 110])
  })

  // Mutant seen to fail: `redirect: 'follow'`.
  test('goes nowhere that its address points to', async () => {
    const elsewhere = await receiver(status(204))
    const { received, url } = await receiver(
      (_, response) => void response.writeHead(307, { Location: elsewhere.url }).end(),
    )
    const { service, problems } = start({ targets: { cabezas: undefined, webhook: url } })
    await until(() => received.length >= 2)
    await service.stop()
    expect(elsewhere.received).toEqual([])
    expect(problems[0]).toBe('SEAL_WEBHOOK_URL: respondió 307')
  })

  test('that can be given to nobody leaves the log sealed', async () => {
    const gone = await receiver(status(204))
    for (const close of closing.splice(0)) await close()
    const { service, problems } = start({ targets: { cabezas: beside('no/hay.jsonl'), webhook: gone.url } })
    await until(() => sealed(106))
    await service.stop()
    const told = new Set(problems.map((problem) => problem.split(':')[0]))
    expect(told).toEqual(new Set(['SEAL_HEADS_FILE', 'SEAL_WEBHOOK_URL']))
    expect((await audit(system)).confirmados).toBe(106)
  })
})

// Mutant seen to fail: `isSafeTarget` true for any http address.
test('an address for heads is https, or http on this very machine', () => {
  const read = (url: string) => readConfig({ SEAL_WEBHOOK_URL: url }).sellado.webhook
  for (const url of [
    'https://sellos.test/a',
    'http://localhost:9000/',
    'http://127.0.0.1/',
    'http://127.8.8.8:1/',
    'http://[::1]:9000/',
  ])
    expect(read(url)).toBe(url)
  for (const url of [
    'http://sellos.test/',
    'http://10.0.0.1/',
    'http://127.0.0.1.sellos.test/',
    'http://localhost.sellos.test/',
    'ftp://localhost/',
    'sellos.test',
  ])
    expect(() => read(url)).toThrow(ConfigError)
})
