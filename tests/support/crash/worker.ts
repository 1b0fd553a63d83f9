import { writeSync } from 'node:fs'
import { z } from 'zod'
import { readConfig } from '@/config'
import { stableUlid } from '@/io/stable-id'
import { handleTask } from '@/redis/queue/task'
import { createRuntime } from '@/runtime'
import { startWorker } from '@/worker/worker'
import { contar, effectOf } from '../queue/world'

// Runs tasks until somebody kills this process: each leaves a row with its acknowledgement, and gives a command whose
// id comes from its own. It says so as it goes.

const { TICKET } = z.object({ TICKET: z.coerce.number() }).parse(process.env)
const { queue, bus } = await createRuntime(readConfig())

const handler = handleTask({ ...contar, maxIntentos: 1000 }, async ({ n }, { id, intento }) => {
  const result = await bus.dispatch({
    comandoId: stableUlid('prueba', id),
    actor: { tipo: 'servicio', id: 1, servicio: 'batch_worker' },
    comando: { tipo: 'comentar', ticketId: TICKET, comentario: `tarea ${n}`, interno: true },
  })
  if (result.estado !== 'aceptado') throw new Error(JSON.stringify(result))
  writeSync(1, '.')
  return { writes: [effectOf(id, intento)], resultado: result.version }
})

startWorker({
  queue,
  handlers: [handler],
  pollEvery: 20,
  leaseFor: 400,
  sweepEvery: 200,
  onError: (what, error) => writeSync(2, `${what}: ${String(error)}\n`),
})
setInterval(() => undefined, 1000)
