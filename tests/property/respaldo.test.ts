import { rm } from 'node:fs/promises'
import { createClient } from '@libsql/client'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { replayInto } from '@/backup/replay'
import type { Goal } from '@/backup/restaurar/plan'
import { type BackupWorld, dump, KEY, openBackupWorld } from '../support/backup/world'
import { FC_TIMEOUT, fcParams } from '../support/fc'
import { catchUp, readStored } from '../support/follow'
import { bursts, dispatchAll, givenBy, people } from '../support/history'
import { expectOf } from '../support/model'
import { audit, sealNow } from '../support/seals'
import { openTestSystem, type TestSystem } from '../support/system'

const STEPS = ['nada', 'seguir', 'sellar', 'incremental', 'incremental', 'completa', 'contrasena'] as const
type Step = (typeof STEPS)[number]

/** What happens between two bursts. */
const between = fc.array(fc.constantFrom(...STEPS), { minLength: 1, maxLength: 8 })

/** A history with backups in it; the last one holds all of it. */
async function play(
  { system, full, incremental }: BackupWorld,
  history: typeof bursts extends fc.Arbitrary<infer T> ? T : never,
  steps: readonly Step[],
): Promise<void> {
  const { actors, model } = await people(system)
  await full()
  const deeds: Readonly<Record<Step, (index: number) => Promise<unknown>>> = {
    nada: async () => undefined,
    seguir: () => catchUp(system),
    sellar: () => sealNow(system),
    incremental,
    completa: full,
    contrasena: (index) => changePassword(system, index),
  }
  for (const [index, burst] of history.entries()) {
    const given = givenBy(actors, model, burst)
    for (const { actor, command, seen } of given) expectOf(model, actor, command, seen)
    await dispatchAll(system, given)
    await deeds[steps[index % steps.length] ?? 'nada'](index)
  }
  await sealNow(system)
  await incremental()
}

const drawn = fc.record({
  history: bursts,
  steps: between,
  encrypted: fc.boolean(),
  position: fc.nat(),
  instant: fc.nat(),
})

test(
  'for any history and any cut, what is restored from backups is the replay to there, and its seals hold',
  async () => {
    await fc.assert(
      fc.asyncProperty(drawn, async ({ history, steps, encrypted, position, instant }) => {
        const system = await openTestSystem()
        const world = await openBackupWorld(system, encrypted ? KEY : null)
        try {
          await play(world, history, steps)
          const log = await readStored(system)
          const posicion = log[position % log.length]?.id ?? 0
          const instante = log[instant % log.length]?.fecha_registro ?? ''
          const until = log.findLast(({ fecha_registro }) => fecha_registro <= instante)?.id ?? 0
          await expectRestored(world, { tipo: 'posicion', posicion }, posicion)
          await expectRestored(world, { tipo: 'instante', instante }, until)
          const report = await expectRestored(world, { tipo: 'ultimo' }, log.at(-1)?.id ?? 0)
          expect(report.auditoria.confirmados).toBe((await audit(system)).confirmados)
        } finally {
          await world.close()
          await system.close()
        }
      }),
      fcParams(3),
    )
  },
  FC_TIMEOUT,
)

async function expectRestored(world: BackupWorld, goal: Goal, until: number) {
  const { system, into, options } = world
  const report = await world.restore(goal)
  expect(report).toMatchObject({ sinReparar: 0, hasta: { posicion: until }, auditoria: { hallazgos: [] } })
  const replayed = `${into}.repetida`
  await replayInto({ db: options.db, hasta: until, into: replayed, now: Date.now })
  expect(await dump(into)).toEqual(await dump(replayed))
  if (goal.tipo === 'ultimo') expect(await hashes(into)).toEqual(await hashes(system.file))
  await rm(replayed)
  await world.forget()
  return report
}

async function changePassword(system: TestSystem, n: number): Promise<void> {
  const actor = { tipo: 'servicio', id: 1, servicio: 'admin' } as const
  const passwordHash = `$argon2id$${n}`
  const result = await system.dispatch(actor, { tipo: 'cambiar_contrasena', cuentaId: 3 }, { passwordHash })
  expect(result.estado).toBe('aceptado')
}

async function hashes(file: string): Promise<unknown> {
  const client = createClient({ url: `file:${file}` })
  const { rows } = await client.execute('SELECT id, password_hash FROM usuarios ORDER BY id')
  client.close()
  return rows.map((row) => JSON.stringify(row))
}
