import { trace } from '@opentelemetry/api'
import { registerOTel } from '@vercel/otel'
import { expect, test } from 'vitest'
import { startTracing, traced } from '@/metrics/tracing'
import { openTestSystem } from '../../support/system'

interface Ended {
  readonly name: string
  readonly attributes: Readonly<Record<string, unknown>>
  readonly traza: string
}

test('a command is one trace, from the request to the write, under its correlation', async () => {
  const ended: Ended[] = []
  registerOTel({
    serviceName: 'prueba',
    spanProcessors: [
      {
        onStart: () => undefined,
        onEnd: (span) => {
          const { name, attributes } = span
          ended.push({ name, attributes, traza: span.spanContext().traceId })
        },
        forceFlush: async () => undefined,
        shutdown: async () => undefined,
      },
    ],
  })
  const system = await openTestSystem()
  const before = await system.person('cliente')
  expect(ended).toEqual([])
  startTracing()
  await traced('petición', {}, async () => {
    const correlacionId = system.runtime.newId()
    const comando = {
      tipo: 'editar_cuenta',
      cuentaId: before.id,
      nombre: 'Otra',
      email: 'otra@prueba.test',
    } as const
    await system.dispatch({ tipo: 'servicio', id: 1, servicio: 'admin' }, comando, { correlacionId })
    expect(ended.find(({ name }) => name === 'comando editar_cuenta')?.attributes).toMatchObject({
      correlacion_id: correlacionId,
    })
  })
  await system.runtime.bus.idle()
  const names = ended.map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(['append', 'grupo', 'comando editar_cuenta', 'petición']))
  expect(new Set(ended.map(({ traza }) => traza)).size).toBe(1)
  // What people wrote is in no attribute.
  expect(JSON.stringify(ended)).not.toContain('Otra')
  await system.close()
  trace.disable()
})
