import { createClient } from '@libsql/client'
import { migrate } from '@/db/migrate'
import { createRuntime } from '@/runtime'
import { PLAIN } from '../../support/config'
import { OPERATOR } from './scenario'

const ADMIN = { tipo: 'servicio', id: 1, servicio: 'admin' } as const
const FACTS = { prioridad: 'media', categoria: null, solicitanteId: null } as const

/** Makes a migrated database with one operator and `tickets` tickets, in one file without a log beside it. */
export async function makeDatabase(file: string, tickets: number): Promise<void> {
  const url = `file:${file}.origen`
  await migrate({ url })
  const database = { url, authToken: undefined, esArchivo: true }
  const runtime = await createRuntime({
    database,
    sellado: { clave: null, cabezas: undefined, webhook: undefined },
    redis: { tipo: 'memoria' },
    ...PLAIN,
    port: 3000,
    host: '127.0.0.1',
    permiteDemo: true,
  })
  const give = async (envelope: Parameters<typeof runtime.bus.dispatch>[0]) => {
    const result = await runtime.bus.dispatch(envelope)
    if (result.estado !== 'aceptado') throw new Error(JSON.stringify(result))
    return result
  }
  const account = { tipo: 'crear_cuenta', email: 'o@prueba.test', nombre: 'Olga', rol: 'operador' } as const
  const made = await give({ comandoId: runtime.newId(), actor: ADMIN, comando: account })
  if (made.sujeto.id !== OPERATOR.id) throw new Error(`the operator is ${made.sujeto.id}`)
  await Promise.all(
    Array.from({ length: tickets }, (_, index) =>
      give({
        comandoId: runtime.newId(),
        actor: OPERATOR,
        comando: { tipo: 'crear_ticket', titulo: `Caso ${index}`, descripcion: 'No imprime.', ...FACTS },
      }),
    ),
  )
  await runtime.close()
  const client = createClient({ url })
  await client.execute({ sql: 'VACUUM INTO ?', args: [file] })
  client.close()
}
