import { mkdtemp, rm } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listBackups } from '@/backup/formato/folder'
import { ageMeasures, backupAges } from '@/backup/mantenimiento/ages'
import { drill } from '@/backup/mantenimiento/drill'
import { MaintenanceRefused, runMaintenance } from '@/backup/mantenimiento/perform'
import { beginRun, MaintenanceRunning, recentRuns } from '@/backup/mantenimiento/runs'
import { takeFull } from '@/backup/take'
import { isCuentaEvent } from '@/domain/events'
import { decodeEvent } from '@/events/codec'
import { readStored, tamper } from '../../support/follow'
import { openTestSystem, type TestSystem } from '../../support/system'
import { DAY, openWork, round } from '../../support/worker'

let system: TestSystem
let carpeta: string
beforeEach(async () => {
  system = await openTestSystem({ seeded: true })
  carpeta = await mkdtemp(join(tmpdir(), 'bitacora-mantenimiento-'))
})
afterEach(async () => {
  await system.close()
  await rm(carpeta, { recursive: true, force: true })
})

function parts(own = system) {
  const { db, bus, newId } = own.runtime
  const config = { ...own.config, respaldo: { ...own.config.respaldo, carpeta } }
  return { db, bus, newId, now: Date.now, config }
}

const noted = async () =>
  (await readStored(system))
    .map(decodeEvent)
    .flatMap((event) => (isCuentaEvent(event) && event.tipo === 'mantenimiento' ? [event.datos] : []))

describe('maintenance', () => {
  test('is measured, kept as a row and noted in the log; its age is told by the row', async () => {
    const admin = system.runtime.db.as('admin')
    expect(await backupAges(admin, Date.now())).toEqual({ respaldo: null, simulacro: null })
    for (const accion of ['full', 'drill', 'vacuum'] as const)
      await runMaintenance(parts(), { accion, origen: 'consola', id: system.runtime.newId() })
    const runs = await recentRuns(admin, 10)
    expect(runs.map(({ accion, estado }) => [accion, estado])).toEqual([
      ['vacuum', 'hecho'],
      ['drill', 'hecho'],
      ['full', 'hecho'],
    ])
    expect(runs[0]).toMatchObject({ despues: { libres: 0 } })
    expect(JSON.stringify(runs[0]?.antes)).toMatch(/"paginas":\d+/)
    expect(runs[1]).toMatchObject({ resultado: { posicion: 106, copias: 1 } })
    expect((await noted()).map(({ accion, fase }) => `${accion} ${fase}`)).toEqual([
      'full hecho',
      'drill hecho',
      'vacuum hecho',
    ])
    const later = ageMeasures(system.runtime.db, () => Date.now() + 2 * DAY)
    expect(await later.edad_respaldo()).toBeCloseTo(48, 0)
    expect(await later.edad_simulacro()).toBeCloseTo(2, 1)
  })

  // Mutants seen to fail: a run that only its pid speaks for; the longest time for other machines alone.
  test('is never done twice at once, and one whose process died holds nobody up', async () => {
    const admin = system.runtime.db.as('admin')
    await beginRun(admin, { id: system.runtime.newId(), accion: 'vacuum', origen: 'plan' }, Date.now())
    const request = { accion: 'analyze', origen: 'consola', id: system.runtime.newId() } as const
    await expect(runMaintenance(parts(), request)).rejects.toThrow(MaintenanceRunning)
    const raw = createClient({ url: `file:${system.file}` })
    // Its pid is nobody's; it is somebody else's by now; it lives, and hangs.
    const deaths = [
      `proceso = '${hostname()} 4194305 1'`,
      `proceso = '${hostname()} ${process.ppid} 1'`,
      `fecha_inicio = '${new Date(Date.now() - 7 * 60 * 60_000).toISOString()}'`,
    ]
    for (const death of deaths) {
      await raw.execute(`UPDATE mantenimientos SET ${death} WHERE estado = 'en_marcha'`)
      const again = { accion: 'wal', origen: 'consola', id: system.runtime.newId() } as const
      await expect(beginRun(admin, again, Date.now()), death).resolves.toBeUndefined()
    }
    raw.close()
    expect((await recentRuns(admin, 5)).filter(({ estado }) => estado === 'fallido')).toHaveLength(3)
  })

  // Mutants seen to fail: a note that throws; one whose answer nobody reads.
  test.each([['rechazado'], ['lanzado']])(
    'that is done stays done where the log can’t say so: %s',
    async (how) => {
      const { bus, ...rest } = parts()
      const dispatch: typeof bus.dispatch = async () => {
        if (how === 'lanzado') throw new Error('sin respuesta')
        return { estado: 'rechazado', rechazo: { codigo: 'OCUPADO', hechos: {} } }
      }
      const request = { accion: 'full', origen: 'consola', id: system.runtime.newId() } as const
      const end = await runMaintenance({ ...rest, bus: { ...bus, dispatch } }, request)
      expect(end).toMatchObject({
        estado: 'hecho',
        error: expect.stringContaining('no se pudo anotar') as unknown,
      })
      const [run] = await recentRuns(system.runtime.db.as('admin'), 1)
      expect(run).toMatchObject({ estado: 'hecho', error: null })
    },
  )

  // Mutant seen to fail: since the last event that was restored.
  test('that tries a restore counts from the first event that is missing', async () => {
    const { db, newId } = system.runtime
    const options = { db: db.as('admin'), carpetas: [carpeta], clave: null, newId }
    // Nothing had happened for years.
    await tamper(
      system,
      'DROP TRIGGER interacciones_no_update',
      "UPDATE interacciones SET fecha_registro = '2020-01-01T00:00:00.000Z'",
    )
    await takeFull({ ...options, database: system.config.database, carpeta, now: Date.now })
    expect(await drill({ ...options, now: Date.now })).toMatchObject({ faltan: 0, segundosFaltan: 0 })
    await system.person('cliente')
    const { faltan, segundosFaltan } = await drill({ ...options, now: () => Date.now() + 60_000 })
    expect(faltan).toBe(1)
    expect(segundosFaltan).toBeGreaterThanOrEqual(60)
    expect(segundosFaltan).toBeLessThan(3600)
  })

  test('that the platform does is said, not faked', async () => {
    const remote = await openTestSystem({ remote: true })
    try {
      const request = { accion: 'vacuum', origen: 'consola', id: remote.runtime.newId() } as const
      const refused = await runMaintenance(parts(remote), request).catch((error: unknown) => error)
      expect(refused).toBeInstanceOf(MaintenanceRefused)
      expect(String(refused)).toContain('plataforma')
    } finally {
      await remote.close()
    }
  })

  // A mutant is the whole request as the arguments of a statement: a remote database takes no function.
  test('that shows how far it is can be done to a remote database', async () => {
    const remote = await openTestSystem({ remote: true })
    try {
      const { id, ...done } = { id: remote.runtime.newId(), accion: 'full', origen: 'consola' } as const
      const end = await runMaintenance(parts(remote), { id, ...done, onProgress: () => undefined })
      expect(end.estado).toBe('hecho')
    } finally {
      await remote.close()
    }
  })
})

test('the calendar puts what is due into the queue, and a child process does it', async () => {
  const plan = { ...system.config.respaldo.plan, full: 'dia', analyze: 'dia' } as const
  const config = { ...system.config, respaldo: { ...system.config.respaldo, carpeta, plan } }
  expect((await round(openWork(system, { config }))).tareas).toMatchObject({ aparcadas: 0, reintentadas: 0 })
  expect(await recentRuns(system.runtime.db.as('admin'), 5)).toEqual([])
  const tomorrow = openWork(system, { config, ahead: DAY })
  await round(tomorrow)
  await round(tomorrow)
  const runs = await recentRuns(system.runtime.db.as('admin'), 5)
  expect(runs.map(({ accion, origen, estado }) => `${accion} ${origen} ${estado}`)).toEqual([
    'analyze plan hecho',
    'full plan hecho',
  ])
  expect((await listBackups(carpeta)).copias).toHaveLength(1)
})
