import { join } from 'node:path'
import { loadSealKey } from '@/events/seals/keys'
import { sealAll } from '@/events/seals/sealer'
import { startSealService } from '@/events/seals/service'
import { fill } from './fill'
import { median, openFile } from './system'

const CALLERS = 64
const ADMIN = { tipo: 'servicio', id: 1, servicio: 'admin' } as const

/** What sealing costs those who write: each way in turn, so that what else the machine does falls on both. */
export async function writeBesideSealing(
  folder: string,
  { commands, rounds }: { readonly commands: number; readonly rounds: number },
) {
  const [alone, beside]: [number[], number[]] = [[], []]
  for (let round = 1; round <= rounds; round++) {
    alone.push(await write(folder, `sin-${round}`, { commands, sealed: false }))
    beside.push(await write(folder, `con-${round}`, { commands, sealed: true }))
  }
  const [escribir, escribirSellando] = [median(alone), median(beside)]
  return { escribir, escribirSellando, coste: escribirSellando / escribir - 1 }
}

interface Writing {
  readonly commands: number
  readonly sealed: boolean
}

/** What a command costs of the processor in microseconds, with a sealer beside the callers or without: on a machine that
 * others use, too, time says little. */
async function write(folder: string, name: string, { commands, sealed }: Writing): Promise<number> {
  const file = join(folder, `${name}.db`)
  await fill(file, 0, 2000)
  const runtime = await openFile(file)
  // What lay there before, and the making of a key, are no cost of the commands to come.
  if (sealed) await sealAll(runtime.db.as('sealer'), await loadSealKey(join(folder, 'sello.key')), Date.now)
  const service = sealed
    ? startSealService({
        db: runtime.db.as('sealer'),
        now: Date.now,
        claveFichero: runtime.config.sellado.clave,
        targets: runtime.config.sellado,
        pollEvery: 1000,
      })
    : null
  let next = 0
  const caller = async () => {
    while (next < commands) {
      const ticketId = 1 + (next++ % 1000)
      const comando = {
        tipo: 'comentar',
        ticketId,
        comentario: `Comentario ${next}`,
        interno: false,
      } as const
      await runtime.bus.dispatch({ comandoId: runtime.newId(), actor: ADMIN, comando })
    }
  }
  const before = process.cpuUsage()
  await Promise.all(Array.from({ length: CALLERS }, caller))
  await service?.stop()
  const { user, system } = process.cpuUsage(before)
  await runtime.close()
  return (user + system) / commands
}
