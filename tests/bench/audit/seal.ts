import { join } from 'node:path'
import { loadSealKey } from '@/events/seals/keys'
import { sealAll } from '@/events/seals/sealer'
import { verifyLog } from '@/events/seals/verify'
import { fill } from './fill'
import { openFile } from './system'

interface SealSizes {
  readonly events: number
  /** Seals at intervals while events come: a log that was sealed once would be verified too cheaply. */
  readonly seals: number
}

async function timed<T>(work: () => Promise<T>): Promise<{ readonly seconds: number; readonly value: T }> {
  const before = performance.now()
  const value = await work()
  return { seconds: (performance.now() - before) / 1000, value }
}

/** How fast a log is sealed, a part at a time, and then verified as a whole; in events a second. */
export async function sealAndVerify(folder: string, { events, seals }: SealSizes) {
  const file = join(folder, 'grande.db')
  const key = await loadSealKey(join(folder, 'sello.key'))
  let sealing = 0
  for (let part = 1, made = 0; made < events; part++) {
    const upTo = Math.round((events * part) / seals)
    await fill(file, made, upTo)
    made = upTo
    const runtime = await openFile(file)
    sealing += (await timed(() => sealAll(runtime.db.as('sealer'), key, Date.now))).seconds
    await runtime.close()
  }
  const runtime = await openFile(file)
  const { seconds, value } = await timed(() => verifyLog(runtime.db.as('admin')))
  await runtime.close()
  if (value.hallazgos.length > 0) throw new Error(JSON.stringify(value.hallazgos))
  return {
    eventos: value.eventos,
    sellos: value.sellos,
    sellar: value.eventos / sealing,
    verificar: value.eventos / seconds,
    segundos: seconds,
  }
}
