import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import { readCheckpoint } from '@projections/engine/checkpoints'
import { rebuildOutdated } from '@projections/engine/rebuild-live'
import { verifyProjections } from '@projections/engine/verify'
import { INLINE } from '@projections/registry'
import { findCuentaQuery } from '@projections/usuarios/list'
import { listCuentasQuery } from '@projections/usuarios/pages'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase } from '@/db/client'
import { migrate } from '@/db/migrate'
import { createUlids } from '@/events/ids'

const day = (n: number) => `2026-02-0${n}T09:00:00.000Z`
const SALT = `'${'0'.repeat(32)}', '${'0'.repeat(64)}'`
const id = (n: number) => `01K${String(n).padStart(23, '0')}`

let folder: string
let url: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bitacora-antigua-'))
  url = `file:${join(folder, 'antigua.db')}`
  const names = (await readdir('db/migrations')).filter((name) => /^00[1-6]_/.test(name))
  for (const name of names) await copyFile(join('db/migrations', name), join(folder, name))
  await migrate({ url }, folder)
})
afterEach(async () => await rm(folder, { recursive: true, force: true }))

/** An account as it was stored before it had a language: created, given a password, deactivated and let in again. */
async function writeAccount(): Promise<void> {
  const raw = createClient({ url })
  const event = (n: number, tipo: string, datos: string, contenido: string | null) =>
    `INSERT INTO interacciones (evento_id, cuenta_id, usuario_id, tipo, contenido, metadata, version, comando_id, orden,
      correlacion_id, sal, huella, fecha_creacion, fecha_registro)
    SELECT '${id(n)}', 2, 1, '${tipo}', ${contenido === null ? 'NULL' : `'${contenido}'`}, '{"json":{"v":1,"datos":${datos}}}',
      ${n}, '${id(n)}', 0, '${id(n)}', ${SALT}, '${day(n)}', fecha_registro FROM interacciones WHERE id = 1`
  await raw.batch(
    [
      `INSERT INTO usuarios (id, email, nombre, rol, password_hash, fecha_creacion, activo, fecha_contrasena, version,
        comando_id) VALUES (2, 'ana@prueba.test', 'Ana Núñez', 'cliente', '!', '${day(1)}', 1, '${day(2)}', 4, '${id(1)}')`,
      event(
        1,
        'alta_cuenta',
        '{"rol":"cliente","activo":true}',
        '{"email":"ana@prueba.test","nombre":"Ana Núñez"}',
      ),
      event(2, 'cambio_contrasena', '{}', null),
      event(3, 'desactivacion', '{}', null),
      event(4, 'reactivacion', '{}', null),
    ],
    'write',
  )
  raw.close()
}

// Mutants seen to fail: the migration without its UPDATE of fecha_acceso; without filling busqueda_cuentas. Still to be
// run: the version of `usuarios` not raised.
test('an old database gets languages, access and search from the migration, and rebuilds its rows by itself', async () => {
  await writeAccount()
  expect((await migrate({ url })).length).toBeGreaterThan(0)
  const database = await openDatabase({ url })
  try {
    const db = database.as('api_server')
    const admin = { id: 2, rol: 'admin' } as const
    const row = { idioma: 'es', fechaAcceso: day(3), fechaContrasena: day(2), activo: true }
    expect(await findCuentaQuery(db, admin, 2)).toMatchObject(row)
    expect((await listCuentasQuery(db, admin, { texto: 'nunez' })).cuentas).toHaveLength(1)
    const ulids = createUlids()
    const options = { database, url, now: Date.now, newId: () => ulids(Date.now()) }
    expect(await rebuildOutdated(options)).toEqual(['usuarios'])
    const current = INLINE.find(({ nombre }) => nombre === 'usuarios')?.version
    expect((await readCheckpoint(database.as('admin'), 'usuarios')).version).toBe(current)
    expect(await verifyProjections(database.as('admin'), ['usuarios'])).toEqual([])
    expect(await findCuentaQuery(db, admin, 2)).toMatchObject(row)
  } finally {
    database.close()
  }
})
