import type { CommandEnvelope } from '@/commands/types'
import { openFile } from '../audit/system'
import { openPlain } from '../replay/plain'

const CALLERS = 64
const ADMIN = { tipo: 'servicio', id: 1, servicio: 'admin' } as const

/** Comments by 64 callers on two thousand open tickets. @returns accepted commands a second */
export async function giveCommands(url: string, commands: number): Promise<number> {
  const file = url.slice('file:'.length)
  const client = openPlain(file)
  const { rows } = await client.execute("SELECT id FROM tickets WHERE estado <> 'cerrado' LIMIT 2000")
  client.close()
  const tickets = rows.map(({ id }) => Number(id))
  const runtime = await openFile(file)
  let next = 0
  const comment = (): CommandEnvelope => {
    const ticketId = tickets[next % tickets.length] ?? 1
    const comentario = `Hemos mirado la impresora otra vez; vuelta ${next++}, sin novedad por ahora.`
    const comando = { tipo: 'comentar', ticketId, comentario, interno: false } as const
    return { comandoId: runtime.newId(), actor: ADMIN, comando }
  }
  const caller = async () => {
    while (next < commands) {
      const result = await runtime.bus.dispatch(comment())
      if (result.estado !== 'aceptado') throw new Error(JSON.stringify(result))
    }
  }
  const began = performance.now()
  await Promise.all(Array.from({ length: CALLERS }, caller))
  const seconds = (performance.now() - began) / 1000
  await runtime.close()
  return next / seconds
}
