import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { BackupKeyError, loadBackupKey } from '@/backup/formato/key'
import { BackupBroken } from '@/backup/formato/manifest'
import { RestoreImpossible } from '@/backup/restaurar/plan'
import { NothingToContinue, takeFull, takeIncremental, takeRegistro } from '@/backup/take'
import { verifyBackups } from '@/backup/verify'
import { openDatabase } from '@/db/client'
import { migrate, readMigrations, seed } from '@/db/migrate'
import { createRuntime } from '@/runtime'
import { type BackupWorld, dump, KEY, openBackupWorld } from '../../support/backup/world'
import { runCli } from '../../support/cli'
import { catchUp, someTicket, tamper } from '../../support/follow'
import { sealNow } from '../../support/seals'
import { openTestSystem, type TestSystem } from '../../support/system'

let system: TestSystem
let world: BackupWorld
beforeEach(async () => {
  system = await openTestSystem({ seeded: true })
  world = await openBackupWorld(system, KEY)
})
afterEach(async () => {
  await world.close()
  await system.close()
})

const problems = async (clave = world.clave) =>
  (await verifyBackups({ carpeta: world.carpeta, clave })).filter(({ problema }) => problema !== null)

async function makeChain(): Promise<void> {
  const cliente = await system.person('cliente')
  await world.full()
  for (let n = 0; n < 2; n++) {
    await someTicket(system, cliente)
    await world.incremental()
  }
}

describe('what is in a folder of backups', () => {
  // Mutant seen to fail: an unpacking that compares no sums.
  test.each([[null], [KEY]])('is found out by one flipped bit, wherever it is (%#)', async (clave) => {
    await world.close()
    world = await openBackupWorld(system, clave)
    await makeChain()
    expect(await problems()).toEqual([])
    const names = await readdir(world.carpeta)
    expect(names).toHaveLength(6)
    for (const name of names) {
      const path = join(world.carpeta, name)
      const sound = await readFile(path)
      for (let n = 0; n < 20; n++) {
        // The first bytes one by one: what compresses has fields there that its own sum doesn't cover.
        const at = n < 10 ? n : Math.floor((sound.length - 1) * ((n - 10) / 9))
        const broken = Buffer.from(sound)
        broken[at] = (broken[at] ?? 0) ^ (1 << (n % 8))
        await writeFile(path, broken)
        const found = await problems()
        expect(
          found.map(({ id }) => id),
          `${name}, byte ${at}`,
        ).toContain(name.replace(/\.[^.]*$/, ''))
      }
      await writeFile(path, sound)
    }
    expect(await problems()).toEqual([])
  })

  // Mutants seen to fail: a line that is no JSON any more ends the whole look; what a damaged row does to a restore is told
  // as it comes.
  test('is told as damaged where what it says is no longer JSON', async () => {
    await world.close()
    world = await openBackupWorld(system)
    await makeChain()
    const [, last = ''] = (await readdir(world.carpeta)).filter((name) => /incremental.*datos$/.test(name))
    const path = join(world.carpeta, last)
    const sound = gunzipSync(await readFile(path)).toString()
    expect(sound).toContain('{"tabla":"sellos"')
    for (const damaged of [
      // More than a megabyte: it is read long before the end, where the sums are.
      sound.replace('{"tabla":"sellos"', `{tabla:"sellos",x:"${'x'.repeat(1_500_000)}"`),
      // The database itself finds this one.
      sound.replace(/]$/m, ''),
    ]) {
      await writeFile(path, gzipSync(damaged))
      expect(await problems()).toEqual([
        { id: last.replace('.datos', ''), problema: expect.any(String) as unknown },
      ])
      await expect(world.restore({ tipo: 'ultimo' })).rejects.toThrow(BackupBroken)
      expect(existsSync(world.into)).toBe(false)
    }
  })

  test('is found out when a link of the chain is missing', async () => {
    await makeChain()
    const [, middle = ''] = (await readdir(world.carpeta)).filter((name) => name.endsWith('.manifiesto'))
    await rm(join(world.carpeta, middle))
    const [found] = await problems()
    expect(found?.problema).toContain('falta la copia de la que sigue')
  })

  test('can’t be read without its key, nor with another, and that is said', async () => {
    await makeChain()
    const other = await loadBackupKey({ fichero: undefined, texto: 'ab'.repeat(32) })
    await expect(problems(null)).rejects.toThrow(BackupKeyError)
    await expect(problems(other)).rejects.toThrow(/está cifrada con la clave 00112233aabbccdd/)
    const text = (await readFile(join(world.carpeta, (await readdir(world.carpeta))[0] ?? ''))).toString(
      'latin1',
    )
    expect(text).not.toContain('SQLite format 3')
    await expect(loadBackupKey({ fichero: undefined, texto: 'corta' })).rejects.toThrow(
      'BACKUP_KEY: se esperaban 32 bytes',
    )
  })
})

describe('a restore', () => {
  test('takes the history in force where one was restored to before its end', async () => {
    await makeChain()
    await world.restore({ tipo: 'posicion', posicion: 100 })
    const config = { ...system.config, database: { ...system.config.database, url: `file:${world.into}` } }
    const runtime = await createRuntime(config)
    const options = { ...world.options, db: runtime.db.as('admin'), database: config.database }
    try {
      await expect(takeIncremental(options)).rejects.toThrow(NothingToContinue)
      await takeFull(options)
      const actor = { tipo: 'servicio', id: 1, servicio: 'admin' } as const
      const comando = {
        tipo: 'crear_cuenta',
        email: 'otra@prueba.test',
        nombre: 'Otra',
        rol: 'cliente',
      } as const
      await runtime.bus.dispatch({ comandoId: runtime.newId(), actor, comando })
      await takeIncremental(options)
    } finally {
      await runtime.close()
    }
    const expected = (await dump(world.into)).interacciones
    await world.forget()
    expect(await world.restore({ tipo: 'ultimo' })).toMatchObject({ hasta: { posicion: 101 }, sinReparar: 0 })
    expect((await dump(world.into)).interacciones).toBe(expected)
  })

  test('goes on from a full backup here with what the stream has there', async () => {
    await world.full()
    const there = `${world.carpeta}-flujo`
    const cliente = await system.person('cliente')
    await mkdir(there)
    const beginning = { desde: { posicion: 0, eventoId: null, fecha: null }, anterior: null } as const
    const whole = await takeRegistro({
      ...{ ...world.options, ...beginning, carpeta: there, clase: 'completa', continua: false },
    })
    await someTicket(system, cliente)
    await takeRegistro({
      ...{ ...world.options, carpeta: there, clase: 'continua', continua: true },
      ...{ anterior: whole, desde: whole.manifest.hasta },
    })
    const report = await world.restore({ tipo: 'ultimo' }, [there])
    await catchUp(system)
    expect((await dump(world.into)).interacciones).toBe((await dump(system.file)).interacciones)
    expect(report).toMatchObject({ hasta: { posicion: 108 }, sinReparar: 0 })
    expect(report.copias[0]).toMatch(/completa/)
  })

  test('of a backup made by the previous version of the schema gives today’s', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bitacora-esquema-'))
    const old = { url: `file:${join(folder, 'vieja.db')}` }
    const migrations = await readMigrations()
    await cp('db/migrations', join(folder, 'migraciones'), { recursive: true })
    await rm(join(folder, 'migraciones', migrations.at(-1)?.nombre ?? ''))
    await migrate(old, join(folder, 'migraciones'))
    await seed(old)
    const database = await openDatabase(old)
    const taken = await takeFull({
      ...world.options,
      db: database.as('admin'),
      database: { ...old, esArchivo: true },
    })
    database.close()
    expect(taken.manifest.esquema.migraciones).toBe(migrations.length - 1)
    expect(await world.restore({ tipo: 'ultimo' })).toMatchObject({ sinReparar: 0, hasta: { posicion: 106 } })
    const status = await runCli(`file:${world.into}`, 'projections', 'verify')
    expect(status).toMatchObject({ code: 0, err: '' })
    await rm(folder, { recursive: true, force: true })
  })

  test('says what there is not', async () => {
    await expect(world.restore({ tipo: 'ultimo' })).rejects.toThrow(RestoreImpossible)
    await world.full()
    await expect(world.restore({ tipo: 'posicion', posicion: 999 })).rejects.toThrow(
      /llegan hasta la posición 106/,
    )
    await expect(
      world.restore({ tipo: 'copia', id: '20200101T000000000Z-completa-000000000001' }),
    ).rejects.toThrow(/falta la copia/)
  })

  test('finds a log that was tampered with before the backup', async () => {
    await sealNow(system)
    await tamper(
      system,
      'DROP TRIGGER interacciones_no_update',
      'UPDATE interacciones SET correlacion_id = evento_id WHERE id = 50',
    )
    await world.full()
    await expect(world.restore({ tipo: 'ultimo' })).resolves.toMatchObject({
      auditoria: { hallazgos: [{ clase: 'evento', posicion: 50, sellado: true }] },
    })
  })
})

test('a remote database is backed up through its log, and restored to a file', async () => {
  const remote = await openTestSystem({ seeded: true, remote: true })
  const its = await openBackupWorld(remote)
  try {
    await catchUp(remote)
    const { manifest } = await its.full()
    expect(manifest).toMatchObject({ contenido: 'registro', hasta: { posicion: 106 } })
    await someTicket(remote, await remote.person('cliente'))
    await its.incremental()
    await catchUp(remote)
    expect(await its.restore({ tipo: 'ultimo' })).toMatchObject({ sinReparar: 0 })
    const { checkpoints: _, ...expected } = await dump(remote.file)
    expect(await dump(its.into)).toMatchObject(expected)
  } finally {
    await its.close()
    await remote.close()
  }
})
