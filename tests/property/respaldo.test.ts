import { rm } from 'node:fs/promises'
import { createClient } from '@libsql/client'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { replayInto } from '@/backup/replay'
import type { Goal } from '@/backup/restaurar/plan'
import { dump, KEY, openBackupWorld } from '../support/backup/world'
import { FC_TIMEOUT, fcParams } from '../support/fc'
import { catchUp, readStored } from '../support/follow'
import { bursts, dispatchAll, givenBy, people } from '../support/history'
import { expectOf } from '../support/model'
import { audit, sealNow } from '../support/seals'
import { openTestSystem } from '../support/system'

/** What happens between two bursts. */
const between = fc.array(
  fc.constantFrom('nada', 'seguir', 'sellar', 'incremental', 'incremental', 'completa', 'contrasena'),
  { minLength: 1, maxLength: 8 },
)

// Mutants seen to fail: see below the tests.
test(
  'for any history and any cut, what is restored from backups is the replay to there, and its seals hold',
  async () => {
    await fc.assert(
      fc.asyncProperty(bursts, between, fc.boolean(), fc.array(fc.nat(), { minLength: 2, maxLength: 2 }), async (history, steps, encrypted, cuts) => {
        const system = await openTestSystem()
        const world = await openBackupWorld(system, encrypted ? KEY : null)
        try {
          const { actors, model } = await people(system)
          await world.full()
          for (const [index, burst] of history.entries()) {
            const given = givenBy(actors, model, burst)
            for (const { actor, command, seen } of given) expectOf(model, actor, command, seen)
            await dispatchAll(system, given)
            const step = steps[index % steps.length]
            if (step === 'seguir') await catchUp(system)
            if (step === 'sellar') await sealNow(system)
            if (step === 'incremental') await world.incremental()
            if (step === 'completa') await world.full()
            if (step === 'contrasena') await changePassword(system, index)
          }
          await sealNow(system)
          await world.incremental()
          const log = await readStored(system)
          const goals: Goal[] = cuts.flatMap((cut) => {
            const event = log[cut % log.length]
            return event === undefined
              ? []
              : [
                  { tipo: 'posicion', posicion: event.id } as const,
                  { tipo: 'instante', instante: event.fecha_registro } as const,
                ]
          })
          for (const goal of [...goals, { tipo: 'ultimo' } as const]) {
            const report = await world.restore(goal)
            const until = log.filter(({ id, fecha_registro }) => goal.tipo === 'ultimo' || (goal.tipo === 'posicion' ? id <= goal.posicion : goal.tipo === 'instante' && fecha_registro <= goal.instante)).at(-1)?.id ?? 0
            expect(report).toMatchObject({ sinReparar: 0, corregidas: 0, hasta: { posicion: until }, auditoria: { hallazgos: [] } })
            const replayed = `${world.into}.repetida`
            await replayInto({ db: world.options.db, hasta: until, into: replayed, now: Date.now, newId: system.runtime.newId })
            expect(await dump(world.into)).toEqual(await dump(replayed))
            await rm(replayed)
            if (goal.tipo === 'ultimo') {
              expect(await hashes(world.into)).toEqual(await hashes(system.file))
              expect(report.auditoria.confirmados).toBe((await audit(system)).confirmados)
            }
            await world.forget()
          }
        } finally {
          await world.close()
          await system.close()
        }
      }),
      fcParams(6),
    )
  },
  FC_TIMEOUT,
)

async function changePassword(system: Awaited<ReturnType<typeof openTestSystem>>, n: number): Promise<void> {
  const actor = { tipo: 'servicio', id: 1, servicio: 'admin' } as const
  const passwordHash = `$argon2id$${n}`
  const result = await system.dispatch(actor, { tipo: 'cambiar_contrasena', cuentaId: 3 }, { passwordHash })
  expect(result.estado).toBe('aceptado')
}

async function hashes(file: string): Promise<unknown> {
  const client = createClient({ url: `file:${file}` })
  const { rows } = await client.execute('SELECT id, password_hash FROM usuarios ORDER BY id')
  client.close()
  return rows.map((row) => ({ ...row }))
}
