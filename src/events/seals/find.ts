import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'

const Position = z.object({ id: z.number() })
const Content = z.object({ id: z.number(), sal: z.string().nullable(), contenido: z.string().nullable() })

const BY_EVENT = defineQuery({
  name: 'sellos.posicion_de_evento',
  roles: ['admin', 'api_server'],
  sql: 'SELECT id FROM interacciones WHERE evento_id = :evento',
  row: Position,
})

const BY_TICKET = defineQuery({
  name: 'sellos.posiciones_de_ticket',
  roles: ['admin', 'api_server'],
  sql: 'SELECT id FROM interacciones WHERE ticket_id = :ticket ORDER BY version',
  row: Position,
})

const CONTENTS = defineQuery({
  name: 'sellos.contenidos',
  roles: ['admin'],
  sql: 'SELECT id, sal, contenido FROM interacciones WHERE id IN (SELECT value FROM json_each(:posiciones))',
  row: Content,
})

/** The position of an event by its own id; null where there is none. */
export async function positionOfEvent(db: Connection, evento: string): Promise<number | null> {
  return (await db.first(BY_EVENT, { evento }))?.id ?? null
}

/** The positions of a ticket's events, in order. */
export async function positionsOfTicket(db: Connection, ticket: number): Promise<number[]> {
  return (await db.all(BY_TICKET, { ticket })).map(({ id }) => id)
}

/** Content and salt of events, by position: whoever has both can check the fingerprint in the leaf. */
export async function contentsOf(
  db: Connection,
  posiciones: readonly number[],
): Promise<ReadonlyMap<number, Pick<z.infer<typeof Content>, 'sal' | 'contenido'>>> {
  const rows = await db.all(CONTENTS, { posiciones: JSON.stringify(posiciones) })
  return new Map(rows.map(({ id, sal, contenido }) => [id, { sal, contenido }]))
}
