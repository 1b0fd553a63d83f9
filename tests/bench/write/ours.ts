import { type CommandBus, createCommandBus } from '@/commands/bus'
import type { CommandEnvelope } from '@/commands/types'
import { openDatabase } from '@/db/client'
import { createUlids } from '@/events/ids'
import { createRuntime } from '@/runtime'
import { PLAIN } from '../../support/config'
import { openWriter } from './prepared'
import { commandsOf, measure, task } from './scenario'

// Our command path, by C callers, each of which waits for its answer before it gives its next command.
const given = task()
const { dispatch, close } = await open()
await measure(given, commandsOf(given), async (list) => {
  let next = 0
  const caller = async () => {
    for (let envelope = list[next++]; envelope !== undefined; envelope = list[next++]) {
      const result = await dispatch(envelope)
      if (result.estado !== 'aceptado') throw new Error(JSON.stringify(result))
    }
  }
  await Promise.all(Array.from({ length: given.callers }, caller))
})
await close()

async function open() {
  const { url = `file:${given.file}`, authToken, synchronous } = given
  if (synchronous === 'FULL') {
    const database = { url, authToken, esArchivo: url.startsWith('file:') }
    const runtime = await createRuntime({
      database,
      sellado: { clave: null, cabezas: undefined, webhook: undefined },
      redis: { tipo: 'memoria' },
      ...PLAIN,
      port: 3000,
      host: '127.0.0.1',
      permiteDemo: false,
    })
    return give(runtime.bus, () => runtime.close())
  }
  // Production knows FULL alone: here its reads go through its own client, and its writes through the bench's.
  const db = await openDatabase({ url })
  const writer = await openWriter(given)
  const bus = createCommandBus({
    db: { ...db.as('api_server'), batch: writer.batch },
    now: Date.now,
    newId: createUlids(),
    maxGroup: 128,
  })
  const close = async () => {
    await bus.idle()
    writer.close()
    db.close()
  }
  return give(bus, close)
}

function give(bus: CommandBus, close: () => Promise<void>) {
  return { dispatch: (envelope: CommandEnvelope) => bus.dispatch(envelope), close }
}
