import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadSealKey } from '@/events/seals/keys'
import { grow, growStep, seal, sealAll, TreeContradicted } from '@/events/seals/sealer'
import { startSealService } from '@/events/seals/service'
import { lastSeal, readSealPoint, SealerOvertaken, treeSize } from '@/events/seals/store'
import { createRuntime } from '@/runtime'
import { someTicket } from '../../support/follow'
import { audit, sealNow, tamperSeals } from '../../support/seals'
import { openTestSystem, type TestSystem } from '../../support/system'

let system: TestSystem
beforeEach(async () => {
  system = await openTestSystem({ seeded: true })
})
afterEach(async () => await system.close())

const sealer = () => system.runtime.db.as('sealer')
const beside = (name: string) => join(dirname(system.file), name)
const keyFile = () => beside('sello.key')

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200 && !(await condition()); tries++)
    await new Promise((resolve) => setTimeout(resolve, 20))
  expect(await condition()).toBe(true)
}

function start(options: Partial<Parameters<typeof startSealService>[0]> = {}) {
  const problems: string[] = []
  const service = startSealService({
    db: sealer(),
    now: Date.now,
    claveFichero: keyFile(),
    targets: { cabezas: undefined, webhook: undefined },
    pollEvery: 10,
    onError: (what, error) =>
      problems.push(`${what}: ${error instanceof Error ? error.message : String(error)}`),
    ...options,
  })
  return { service, problems }
}

describe('the service', () => {
  test('seals what is there at once, what comes at intervals, and the rest when it stops', async () => {
    const clock = { now: Date.now() }
    const { service, problems } = start({ now: () => clock.now, sealEvery: 60_000 })
    await until(async () => (await lastSeal(sealer()))?.tamano === 106)
    const person = await system.person('cliente')
    await new Promise((resolve) => setTimeout(resolve, 60))
    expect((await lastSeal(sealer()))?.tamano).toBe(106)
    clock.now += 60_000
    await until(async () => (await lastSeal(sealer()))?.tamano === 107)
    await someTicket(system, person)
    await service.stop()
    expect((await lastSeal(sealer()))?.tamano).toBe(108)
    expect(problems).toEqual([])
    expect(await audit(system)).toMatchObject({ hallazgos: [], sellos: 3, confirmados: 108, sinSellar: null })
  })

  test('writes nothing where nothing happens', async () => {
    await sealNow(system)
    const { service } = start({ sealEvery: 10 })
    await new Promise((resolve) => setTimeout(resolve, 100))
    await service.stop()
    expect(await audit(system)).toMatchObject({ sellos: 1 })
  })

  // Mutants seen to fail: a `wake` that only marks; `sealEvery` not looked at after a wake.
  test('is woken by what is appended, and still seals once a minute at most', async () => {
    const clock = { now: Date.now() }
    const hour = 3_600_000
    const { service } = start({ now: () => clock.now, pollEvery: hour, turnEvery: 1 })
    await until(async () => (await lastSeal(sealer()))?.tamano === 106)
    for (let n = 0; n < 5; n++) {
      await system.person('cliente')
      service.wake()
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    expect(await audit(system)).toMatchObject({ sellos: 1, eventos: 111 })
    clock.now += 60_000
    service.wake()
    await until(async () => (await lastSeal(sealer()))?.tamano === 111)
    await service.stop()
    expect(await audit(system)).toMatchObject({ sellos: 2 })
  })

  // Mutant seen to fail: a turn that goes on until there is nothing new any more.
  test('seals under traffic that never rests', async () => {
    const person = await system.person('cliente')
    const busy = {
      ...sealer(),
      async batch(items: Parameters<ReturnType<typeof sealer>['batch']>[0]) {
        await someTicket(system, person)
        return await sealer().batch(items)
      },
    }
    const { service, problems } = start({ db: busy })
    await until(async () => (await lastSeal(sealer())) !== null)
    await service.stop()
    expect(problems).toEqual([])
  })

  test('without a place for its key says so, and does nothing', async () => {
    const { service, problems } = start({ claveFichero: null })
    await service.stop()
    expect(problems).toEqual(['sellado: apagado: con una base de datos remota hay que poner SEAL_KEY_FILE'])
    expect(await lastSeal(sealer())).toBeNull()
  })

  test('that can’t use its key goes on with the tree, and complains', async () => {
    await writeFile(keyFile(), 'no es una clave')
    const { service, problems } = start()
    await until(async () => problems.length > 0)
    await service.stop()
    expect(problems[0]).toBe(`sellado: ${keyFile()}: se esperaba una clave privada Ed25519 en PEM (PKCS 8)`)
    expect(await treeSize(sealer())).toBe(106)
  })

  test('runs with the log’s followers, and seals when they rest', async () => {
    const runtime = await createRuntime(system.config)
    runtime.followLog()
    await until(async () => (await lastSeal(sealer()))?.tamano === 106)
    await system.person('cliente')
    await runtime.close()
    expect((await lastSeal(sealer()))?.tamano).toBe(107)
  })

  // Mutant seen to fail: the bus that wakes the projections alone.
  test('seals at once what its own process appends after a rest', async () => {
    await sealNow(system)
    system.runtime.followLog()
    // Time to find that there is nothing to do, and to go to sleep for ten seconds.
    await new Promise((resolve) => setTimeout(resolve, 1500))
    await system.person('cliente')
    await until(async () => (await lastSeal(sealer()))?.tamano === 107)
  })
})

describe('sealers', () => {
  // Mutant seen to fail: no fence.
  test('one that is overtaken between its reading and its writing writes nothing', async () => {
    let overtaken = 0
    const slow = {
      ...sealer(),
      async batch(items: Parameters<ReturnType<typeof sealer>['batch']>[0]) {
        if (overtaken++ === 0) {
          await system.person('cliente')
          await grow(sealer(), Date.now)
        }
        return await sealer().batch(items)
      },
    }
    await expect(growStep(slow, Date.now())).rejects.toThrow(SealerOvertaken)
    expect(await readSealPoint(sealer())).toEqual({ posicion: 107, cabeza: 107 })
    overtaken = 0
    expect(await seal(slow, await loadSealKey(keyFile()), Date.now)).toMatchObject({
      tamano: 108,
      posicion: 108,
    })
    expect(await audit(system)).toMatchObject({ hallazgos: [], confirmados: 108, sellos: 1 })
  })

  // Mutants seen to fail: the tree's size and its last tiles read one after the other; a rotation that tries once.
  test.each(['all', 'first', 'batch'] as const)(
    'are not confused by a step of another before any %s',
    async (what) => {
      const key = await loadSealKey(keyFile())
      const person = await system.person('cliente')
      for (let nth = 1; nth <= 8; nth++) {
        let calls = 0
        const real = sealer()
        const disturbed = async () => {
          if (++calls !== nth) return
          await someTicket(system, person)
          await grow(sealer(), Date.now)
        }
        const db = {
          ...real,
          [what]: async (...args: readonly unknown[]) => {
            await disturbed()
            const result: unknown = await Reflect.apply(real[what], real, args)
            return result
          },
        }
        await someTicket(system, person)
        expect(await sealAll(db, key, Date.now)).not.toBeNull()
      }
      expect(await audit(system)).toMatchObject({ hallazgos: [], claves: 1 })
    },
  )

  test('two at once make one tree, and every seal of it is sound', async () => {
    const person = await system.person('cliente')
    const key = await loadSealKey(keyFile())
    const other = await createRuntime(system.config)
    const writers = Array.from({ length: 60 }, (_, index) => someTicket(system, person, `Caso ${index}`))
    const loop = async (db: ReturnType<typeof sealer>) => {
      for (let turn = 0; turn < 25; turn++) await sealAll(db, key, Date.now)
    }
    await Promise.all([...writers, loop(sealer()), loop(other.db.as('sealer'))])
    await sealNow(system)
    await other.close()
    expect(await audit(system)).toMatchObject({ hallazgos: [], eventos: 167, confirmados: 167, claves: 1 })
  })

  test('one that died between tree and seal, or in a step, is gone on from', async () => {
    const person = await system.person('cliente')
    await growStep(sealer(), Date.now())
    for (let index = 0; index < 500; index++) void someTicket(system, person, `Caso ${index}`)
    await system.runtime.bus.idle()
    const dying = {
      ...sealer(),
      batch: async () => await Promise.reject(new Error('killed')),
    }
    await expect(grow(dying, Date.now)).rejects.toThrow('killed')
    expect(await readSealPoint(sealer())).toEqual({ posicion: 107, cabeza: 607 })
    expect((await sealNow(system)).tamano).toBe(607)
    expect(await audit(system)).toMatchObject({ hallazgos: [], confirmados: 607 })
  })

  // Mutant seen to fail: no comparison with the last seal before signing.
  test('sign no tree that is not the one of the last seal', async () => {
    await sealNow(system)
    await tamperSeals(
      system,
      "UPDATE sellos_mosaicos SET hashes = CAST(substr(hashes, 1, 64) || x'00' || substr(hashes, 66) AS BLOB)",
    )
    await system.person('cliente')
    await expect(sealNow(system)).rejects.toThrow(TreeContradicted)
    await tamperSeals(system, 'DELETE FROM sellos_mosaicos')
    await expect(sealNow(system)).rejects.toThrow(TreeContradicted)
  })
})
