import { halfPace, rebuildLive } from '@projections/engine/rebuild-live'
import type { CommandEnvelope } from '@/commands/types'
import { createRuntime, type Runtime } from '@/runtime'
import { PLAIN } from '../../support/config'
import { OPERATOR } from '../write/scenario'
import { openPlain } from './plain'
import { measure, task } from './scenario'

// Comments by 64 callers for some seconds: alone, beside another process, or with a rebuild in this very process.
const CALLERS = 64
const WARM_UP_SECONDS = 1.5

const given = task()
const tickets = await openTickets()
const database = { url: `file:${given.file}`, authToken: undefined, esArchivo: true }
const sellado = { clave: null, cabezas: undefined, webhook: undefined }
const served = { ...PLAIN, port: 3000, host: '127.0.0.1', permiteDemo: false }
const runtime = await createRuntime({ database, sellado, redis: { tipo: 'memoria' }, ...served })
let ended = false
const background = given.mode === 'segundo plano' ? rebuildMeanwhile(runtime) : Promise.resolve()
let next = 0
await give(WARM_UP_SECONDS)
await measure(() => give(given.seconds))
ended = true
await background
await runtime.close()

/** @returns how many commands were accepted in that time */
async function give(seconds: number): Promise<number> {
  const end = performance.now() + seconds * 1000
  let done = 0
  const caller = async () => {
    while (performance.now() < end) {
      const result = await runtime.bus.dispatch(comment())
      if (result.estado !== 'aceptado') throw new Error(JSON.stringify(result))
      done++
    }
  }
  await Promise.all(Array.from({ length: CALLERS }, caller))
  return done
}

function comment(): CommandEnvelope {
  const ticketId = tickets[next++ % tickets.length] ?? 1
  const comentario = `Hemos mirado la impresora otra vez; vuelta ${next}, sin novedad por ahora.`
  const comando = { tipo: 'comentar', ticketId, comentario, interno: false } as const
  return { comandoId: runtime.newId(), actor: OPERATOR, comando }
}

async function openTickets(): Promise<number[]> {
  const client = openPlain(given.file)
  const { rows } = await client.execute("SELECT id FROM tickets WHERE estado <> 'cerrado' LIMIT 2000")
  client.close()
  return rows.map(({ id }) => Number(id))
}

/** As the server does after a deploy: at half the pace, one after another until the commands end. */
async function rebuildMeanwhile({ db, newId }: Runtime): Promise<void> {
  const url = `file:${given.file}`
  const half = halfPace()
  const pace = async () => {
    if (ended) throw new Error('enough')
    await half()
  }
  while (!ended) {
    await rebuildLive(['tickets'], { database: db, url, now: Date.now, newId, pace }).catch(
      (error: unknown) => {
        if (!ended) throw error
      },
    )
  }
}
