import { readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadSealKey } from '@/events/seals/keys'
import { runCli } from '../../support/cli'
import { audit, sealNow, tamperLog, tamperSeals } from '../../support/seals'
import { openTestSystem, type TestSystem } from '../../support/system'

let system: TestSystem
beforeEach(async () => {
  system = await openTestSystem({ seeded: true })
})
afterEach(async () => await system.close())

const FORGE = "UPDATE interacciones SET fecha_creacion = '2020-01-01T00:00:00.000Z' WHERE id = 90"
const RESET = "UPDATE checkpoints SET posicion = 0 WHERE proyeccion = 'sellos'"
const keyFile = () => join(dirname(system.file), 'sello.key')

describe('a rewritten end, sealed anew', () => {
  test('without the key is found by the signature', async () => {
    await sealNow(system)
    const key = await readFile(keyFile())
    await tamperLog(system, FORGE)
    const { publica, id } = await loadSealKey(keyFile())
    // The forger has no key: signs with one of their own under the old one's name.
    await rm(keyFile())
    await tamperSeals(
      system,
      'DELETE FROM sellos',
      'DELETE FROM sellos_mosaicos',
      'DELETE FROM sellos_claves',
      RESET,
    )
    const forged = await sealNow(system)
    await tamperSeals(
      system,
      `UPDATE sellos_claves SET publica = '${publica}', clave_id = '${id}'`,
      `UPDATE sellos SET clave_id = '${id}'`,
    )
    expect((await audit(system)).hallazgos).toEqual([
      { clase: 'sello', tamano: forged.tamano, motivo: 'firma' },
    ])
    await writeFile(keyFile(), key)
  })

  // Mutant seen to fail: --against that compares the root at the last seal's size instead of the head's.
  test('with the key, or with another key put in for it, is found by a head kept elsewhere alone', async () => {
    const kept = await sealNow(system)
    await system.person('cliente')
    await sealNow(system)
    await tamperLog(system, FORGE)
    await tamperSeals(system, 'DELETE FROM sellos', 'DELETE FROM sellos_mosaicos', RESET)
    await sealNow(system)
    expect(await audit(system)).toMatchObject({ hallazgos: [], confirmados: 107 })
    const broken = { clase: 'cabeza', tamano: 106, posicion: 106, motivo: 'raiz' }
    expect((await audit(system, [kept])).hallazgos).toEqual([broken])
    await rm(keyFile())
    await tamperSeals(
      system,
      'DELETE FROM sellos',
      'DELETE FROM sellos_mosaicos',
      'DELETE FROM sellos_claves',
      RESET,
    )
    await sealNow(system)
    expect((await audit(system)).hallazgos).toEqual([])
    expect((await audit(system, [kept])).hallazgos).toEqual([broken])
  })

  test('a new key alone is found by a head kept elsewhere', async () => {
    const kept = await sealNow(system)
    await rm(keyFile())
    await tamperSeals(
      system,
      'DELETE FROM sellos',
      'DELETE FROM sellos_mosaicos',
      'DELETE FROM sellos_claves',
      RESET,
    )
    await sealNow(system)
    const finding = { clase: 'cabeza', tamano: 106, posicion: 106, motivo: 'clave_desconocida' }
    expect((await audit(system, [kept])).hallazgos).toEqual([finding])
  })

  test('of several heads, the first that does not hold bounds the place', async () => {
    const kept = [await sealNow(system)]
    for (let index = 0; index < 3; index++) {
      await system.person('cliente')
      kept.push(await sealNow(system))
    }
    await tamperLog(system, 'DELETE FROM interacciones WHERE id >= 109')
    await tamperSeals(system, 'DELETE FROM sellos', 'DELETE FROM sellos_mosaicos', RESET)
    await sealNow(system)
    expect((await audit(system, kept)).hallazgos).toEqual([
      { clase: 'cabeza', tamano: 109, posicion: 109, motivo: 'sin_eventos' },
    ])
    const [first] = kept
    const lie = first ? { ...first, raiz: '0'.repeat(64) } : undefined
    expect((await audit(system, lie ? [lie] : [])).hallazgos).toMatchObject([
      { clase: 'cabeza', motivo: 'firma' },
    ])
  })
})

describe('the command line', () => {
  const cli = async (...args: string[]) => await runCli(system.url, ...args)

  test('names what it finds, and ends with 1', async () => {
    const none = await cli('audit', 'head')
    expect(none.code).toBe(1)
    expect(none.err).toContain('audit seal')
    expect((await cli('audit', 'seal')).out).toMatch(
      /^Sellados 106 eventos, hasta la posición 106\. Raíz: [0-9a-f]{64}\n$/,
    )
    const { out: head } = await cli('audit', 'head', '--json')
    const sound = await cli('audit', 'verify', '--against', head)
    expect(sound).toMatchObject({ code: 0, err: '' })
    expect(sound.out).toBe(
      '✓ Tal como se sellaron: 106 de 106 eventos, hasta la posición 106 (1 sello, 1 clave).\nSellos guardados fuera que se han comparado: 1.\n',
    )
    await system.person('cliente')
    await tamperLog(system, 'DELETE FROM interacciones WHERE id IN (40, 41)')
    const broken = await cli('audit', 'verify')
    expect(broken).toMatchObject({ code: 1, err: 'El registro no es lo que se selló.\n' })
    expect(broken.out).toContain('✗ Los eventos de 40 a 41 fueron quitados.')
  })

  test('names the unsealed tail, and proves nothing of it', async () => {
    await cli('audit', 'seal')
    await system.person('cliente')
    expect((await cli('audit', 'verify')).out).toContain(
      'Sin sellar: de la posición 107 a la 107 (1 evento).',
    )
    const unsealed = await cli('audit', 'prove', '107')
    expect(unsealed.code).toBe(1)
    expect(unsealed.err).toContain('no está sellado')
    expect(await cli('audit', 'prove', '9999')).toMatchObject({ code: 1 })
    expect(await cli('audit', 'prove', 'nada')).toMatchObject({ code: 1, err: 'No existe el evento nada.\n' })
    expect(await cli('audit', 'prove')).toMatchObject({ code: 2 })
    expect(await cli('audit', 'prove', '--ticket', '999')).toMatchObject({
      code: 1,
      err: 'No existe el ticket 999.\n',
    })
    expect(await cli('audit', 'verify', '--against', '/no/hay')).toMatchObject({
      code: 1,
      err: '/no/hay: no se puede leer.\n',
    })
    expect(await cli('audit', 'verify', '--against', '{}')).toMatchObject({
      code: 1,
      err: '{}: no es un sello de «audit head --json».\n',
    })
  })

  test('prints the public half of the key, and changes it', async () => {
    await cli('audit', 'seal')
    expect((await cli('audit', 'key', '--pem')).out).toMatch(
      /^-----BEGIN PUBLIC KEY-----\n[A-Za-z0-9+/=]{60}\n-----END/,
    )
    expect((await cli('audit', 'rotate-key')).out).toMatch(
      /^Desde ahora firma la clave [0-9a-f]{16}; la [0-9a-f]{16} responde/,
    )
    expect((await cli('audit', 'verify')).code).toBe(0)
    await rm(keyFile())
    await system.person('cliente')
    const lost = await cli('audit', 'seal')
    expect(lost.code).toBe(1)
    expect(lost.err).toContain('recupérela de su copia')
  })

  test('refuses a remote database without a place for the key', async () => {
    const remote = await openTestSystem({ remote: true })
    const token = remote.config.database.authToken ?? ''
    process.env.TURSO_AUTH_TOKEN = token
    const refused = await runCli(remote.url, 'audit', 'seal')
    delete process.env.TURSO_AUTH_TOKEN
    await remote.close()
    expect(refused.code).toBe(1)
    expect(refused.err).toContain('SEAL_KEY_FILE')
  })

  test('writes the verifier out', async () => {
    const folder = join(dirname(system.file), 'verificador')
    expect((await cli('audit', 'verifier', '--into', folder)).code).toBe(0)
    const [script, page] = await Promise.all(
      ['verificador.mjs', 'index.html'].map((name) => readFile(join(folder, name), 'utf8')),
    )
    expect(script).toContain('bitacora.sello.v1')
    expect(page).toMatch(/script-src 'sha256-[A-Za-z0-9+/]{43}='/)
  })
})

test('a remote database is sealed and verified just so', async () => {
  const remote = await openTestSystem({ seeded: true, remote: true })
  const head = await sealNow(remote)
  expect(await audit(remote, [head])).toMatchObject({ hallazgos: [], confirmados: 106 })
  await tamperLog(remote, FORGE)
  expect((await audit(remote)).hallazgos).toMatchObject([
    { clase: 'evento', cambio: 'cambiado', posicion: 90 },
  ])
  await remote.close()
})
