import { afterEach, beforeEach, expect, test } from 'vitest'
import { RULES } from '@/metrics/advice/rules'
import { listEndedTasks } from '@/redis/queue/status'
import type { Monitor } from '@/runtime/metrics/monitor'
import { watch } from '../../support/metrics'
import { type MailServer, startMailServer } from '../../support/smtp'
import { openTestSystem, type TestSystem } from '../../support/system'
import { DAY, openWork, work } from '../../support/worker'

const rules = RULES.filter(({ id }) => id === 'retraso').map((rule) => ({ ...rule, durante: 0 }))

let system: TestSystem
let server: MailServer
let monitor: Monitor
let clock: { now: number }
beforeEach(async () => {
  system = await openTestSystem()
  server = await startMailServer()
  const watching = watch(system, { rules, targets: { correo: true, webhook: false } })
  monitor = watching.monitor
  clock = watching.clock
})
afterEach(async () => {
  await monitor.stop()
  await server.close()
  await system.close()
})

const mailing = (ahead = 0) => ({
  ahead,
  config: { correo: { url: server.url, remitente: 'soporte@prueba.test' } },
})

/** The projections fall behind by more than a minute: nobody follows the log in this process. */
async function fallBehind(): Promise<void> {
  await monitor.tick()
  clock.now += 70_000
  await system.person('cliente', 'Clara')
  await monitor.tick()
}

test('an alert is mailed to every admin who is one, in their language, when it begins and when it is over', async () => {
  const ada = await system.person('admin', 'Ada')
  await system.person('operador', 'Olga')
  const kate = await system.person('admin', 'Kate')
  await system.dispatch(kate, { tipo: 'cambiar_idioma', cuentaId: kate.id, a: 'en' })
  await system.runtime.runBatch({ ms: 5000, max: 0, sellar: false })
  await fallBehind()
  await work(system, mailing(DAY))
  const subjectTo = (name: string) =>
    server.received.find(({ to }) => to[0]?.startsWith(`${name}.`))?.headers.get('subject')
  expect(server.received).toHaveLength(2)
  expect(subjectTo('ada')).toContain('Retraso de las proyecciones')
  expect(subjectTo('kate')).toContain('Lag of the projections')
  expect(server.received.map(({ text }) => text).join()).toContain('/metricas')
  server.received.length = 0

  const anyAdmin = await system.person('admin', 'Berta')
  await system.dispatch(anyAdmin, { tipo: 'desactivar_cuenta', cuentaId: ada.id })
  await system.runtime.runBatch({ ms: 5000, max: 0, sellar: false })
  clock.now += 15_000
  await monitor.tick()
  await work(system, mailing(DAY))
  expect(server.received).toHaveLength(2)
  for (const name of ['berta', 'kate']) expect(subjectTo(name), name).toBeDefined()
  // Sent again, nothing is.
  await work(system, mailing(2 * DAY))
  expect(server.received).toHaveLength(2)
})

// Mutant seen to fail: the role not asked in the handler.
test('whoever is no admin any more when it would be sent is mailed nothing', async () => {
  const ada = await system.person('admin', 'Ada')
  const berta = await system.person('admin', 'Berta')
  await system.runtime.runBatch({ ms: 5000, max: 0, sellar: false })
  await fallBehind()
  await system.dispatch(berta, { tipo: 'cambiar_rol', cuentaId: ada.id, a: 'operador' })
  await work(system, mailing(DAY))
  expect(server.received.map(({ to }) => to[0]?.split('.')[0])).toEqual(['berta'])
  const { queue } = openWork(system)
  const told = (await listEndedTasks(queue, 'hecha', 10)).find(({ id }) => id.endsWith(`:${ada.id}`))
  expect(told?.resultado).toBe(JSON.stringify({ enviado: false, porque: 'ya_no_administra' }))
})
