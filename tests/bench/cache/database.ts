import { createRuntime } from '@/runtime'
import { PLAIN } from '../../support/config'
import { makeDatabase } from '../write/database'
import { OPERATOR } from '../write/scenario'

/** Makes a database of so many tickets with so many comments each. */
export async function makeTickets(file: string, tickets: number, comments: number): Promise<void> {
  await makeDatabase(file, tickets)
  const runtime = await createRuntime({
    database: { url: `file:${file}`, authToken: undefined, esArchivo: true },
    sellado: { clave: null, cabezas: undefined, webhook: undefined },
    redis: { tipo: 'memoria' },
    ...PLAIN,
    port: 3000,
    host: '127.0.0.1',
    permiteDemo: true,
  })
  const comentar = (n: number) => ({
    tipo: 'comentar' as const,
    ticketId: (n % tickets) + 1,
    comentario: `Comentario ${n}: sigue sin imprimir, y ya van tres veces esta semana.`,
    interno: n % 5 === 0,
  })
  const given = Array.from({ length: tickets * comments }, (_, n) =>
    runtime.bus.dispatch({ comandoId: runtime.newId(), actor: OPERATOR, comando: comentar(n) }),
  )
  const refused = (await Promise.all(given)).find(({ estado }) => estado !== 'aceptado')
  await runtime.close()
  if (refused) throw new Error(JSON.stringify(refused))
}
