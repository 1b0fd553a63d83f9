import type { Database } from '@/db/client'
import { defineQuery } from '@/db/queries'
import { decodeEvent } from '@/events/codec'
import { EVENT_COLUMNS, StoredEvent } from '@/events/stored'
import { makeToken } from './tokens'

const MADE_BY = defineQuery({
  name: 'tokens.evento',
  roles: ['api_server'],
  sql: `SELECT ${EVENT_COLUMNS} FROM interacciones WHERE comando_id = :comando AND orden = 0`,
  row: StoredEvent,
})

/** A token that was just made: it is shown this once. */
export interface IssuedToken {
  readonly token: string
  readonly expira: string
}

/**
 * Makes the token that a command put into the log; given again, another one takes its place.
 * @param comandoId of an accepted `crear_token`
 * @returns null where the log has no such command
 */
export async function issueToken(db: Database, comandoId: string, now: number): Promise<IssuedToken | null> {
  const stored = await db.as('api_server').first(MADE_BY, { comando: comandoId })
  const event = stored && decodeEvent(stored)
  if (event?.tipo !== 'alta_token') return null
  const { datos, contenido, sobre } = event
  const facts = {
    ...datos,
    id: comandoId,
    cuentaId: sobre.sujeto.id,
    nombre: contenido?.nombre ?? '—',
    eventoId: sobre.eventoId,
    creado: sobre.fechaRegistro,
  }
  return { token: await makeToken(db.as('auth'), facts, now), expira: datos.expira }
}
