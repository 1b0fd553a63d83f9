import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'

/** How many positions are read at a time. */
const PART = 500

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
  sql: `SELECT id, version FROM interacciones WHERE ticket_id = :ticket AND version > :desde
    ORDER BY version LIMIT :limite`,
  row: Position.extend({ version: z.number() }),
})

const COUNT = defineQuery({
  name: 'sellos.cuantos_de_ticket',
  roles: ['api_server'],
  sql: 'SELECT count(*) AS total FROM interacciones WHERE ticket_id = :ticket',
  row: z.object({ total: z.number() }),
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

/** The positions of a ticket's events, in order, or of the first so many of them; read in parts. */
export async function positionsOfTicket(
  db: Connection,
  ticket: number,
  most = Number.MAX_SAFE_INTEGER,
): Promise<number[]> {
  const found: number[] = []
  for (let desde = 0; found.length < most; ) {
    const limite = Math.min(PART, most - found.length)
    const rows = await db.all(BY_TICKET, { ticket, desde, limite })
    found.push(...rows.map(({ id }) => id))
    if (rows.length < limite) break
    desde = rows.at(-1)?.version ?? desde
  }
  return found
}

/** How many events a ticket has. */
export async function countOfTicket(db: Connection, ticket: number): Promise<number> {
  return (await db.first(COUNT, { ticket }))?.total ?? 0
}

/** Content and salt of events, by position: whoever has both can check the fingerprint in the leaf. */
export async function contentsOf(
  db: Connection,
  posiciones: readonly number[],
): Promise<ReadonlyMap<number, Pick<z.infer<typeof Content>, 'sal' | 'contenido'>>> {
  const rows = await db.all(CONTENTS, { posiciones: JSON.stringify(posiciones) })
  return new Map(rows.map(({ id, sal, contenido }) => [id, { sal, contenido }]))
}
