import { readFile, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { loadSealKey, newSealKey } from '@/events/seals/keys'
import { rotateKey } from '@/events/seals/rotate'
import { seal, sealAll, UnknownSealKey } from '@/events/seals/sealer'
import { lastSeal, readKeys } from '@/events/seals/store'
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

describe('the key', () => {
  test('is made once, readable by its owner alone, and never anywhere else', async () => {
    const made = await Promise.all(Array.from({ length: 5 }, () => loadSealKey(keyFile())))
    expect(new Set(made.map(({ id }) => id)).size).toBe(1)
    expect((await stat(keyFile())).mode & 0o777).toBe(0o600)
    await sealNow(system)
    const pem = await readFile(keyFile(), 'utf8')
    const secret = pem.split('\n')[1] ?? ''
    expect(secret.length).toBeGreaterThan(40)
    expect((await readFile(system.file)).includes(secret)).toBe(false)
  })

  test('that the database does not know signs nothing', async () => {
    const head = await sealNow(system)
    await system.person('cliente')
    await rm(keyFile())
    await expect(sealNow(system)).rejects.toThrow(UnknownSealKey)
    expect(await lastSeal(sealer())).toEqual(head)
  })

  test('that can’t be read is told by its file', async () => {
    await expect(loadSealKey(beside('prueba.db/no'))).rejects.toThrow(/no se puede leer \(ENOTDIR\)/)
  })

  test('changes hands: the old one vouches for the new one, and both are checked', async () => {
    const head = await sealNow(system)
    await system.person('cliente')
    const { anterior, nueva } = await rotateKey(sealer(), keyFile(), Date.now)
    expect(anterior).toBe(head.clave_id)
    expect((await loadSealKey(keyFile())).id).toBe(nueva)
    expect((await stat(keyFile())).mode & 0o777).toBe(0o600)
    await system.person('cliente')
    expect(await sealNow(system)).toMatchObject({ tamano: 108, clave_id: nueva })
    expect(await audit(system, [head])).toMatchObject({ hallazgos: [], claves: 2, sellos: 3 })
    const keys = z.array(z.object({ anterior: z.string().nullable() })).parse(await readKeys(sealer()))
    expect(keys.map((key) => key.anterior)).toEqual([null, anterior])
    await tamperSeals(system, "UPDATE sellos_claves SET fecha = '2020-01-01T00:00:00.000Z' WHERE orden = 2")
    expect((await audit(system)).hallazgos).toEqual([{ clase: 'clave', claveId: nueva }])
  })

  // Mutant seen to fail: a rotation that tries once.
  test('changes hands while another process seals', async () => {
    await sealNow(system)
    let batches = 0
    const overtaken = {
      ...sealer(),
      async batch(items: Parameters<ReturnType<typeof sealer>['batch']>[0]) {
        if (batches++ === 0) {
          await system.person('cliente')
          await sealNow(system)
        }
        return await sealer().batch(items)
      },
    }
    const { nueva } = await rotateKey(overtaken, keyFile(), Date.now)
    expect((await loadSealKey(keyFile())).id).toBe(nueva)
    expect(await audit(system)).toMatchObject({ hallazgos: [], claves: 2, sellos: 2, sinSellar: null })
  })

  test('of somebody else, put in without the old one’s word, is found', async () => {
    await sealNow(system)
    const thief = newSealKey()
    await tamperSeals(
      system,
      `INSERT INTO sellos_claves SELECT 2, '${thief.id}', '${thief.publica}', fecha, clave_id, (SELECT firma FROM sellos) FROM sellos_claves`,
    )
    await system.person('cliente')
    await seal(sealer(), thief, Date.now)
    await sealAll(sealer(), thief, Date.now)
    expect((await audit(system)).hallazgos).toContainEqual({ clase: 'clave', claveId: thief.id })
  })
})
