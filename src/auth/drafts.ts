import { z } from 'zod'
import { type Connection, retryBusy } from '@/db/client'
import { defineQuery, defineWrite } from '@/db/queries'
import { Borrador, Clase } from '@/domain/draft'

const KEPT = z.object({ clase: Clase, ...Borrador.shape })
/** How many an account may have, empty ones of the last day among them. */
export const MAX_BORRADORES = 500
const EMPTY_FOR_MS = 24 * 60 * 60_000
// A clock that is further ahead than this would keep every other device's typing out.
const AHEAD_MS = 5 * 60_000

const LIST = defineQuery({
  name: 'borradores.lista',
  roles: ['api_server'],
  sql: 'SELECT clase, texto, fecha FROM borradores WHERE usuario_id = :cuenta AND ticket_id = :ticket',
  row: KEPT,
})

// Of the same moment only the empty one goes in: what was sent is gone, whichever comes last.
const PUT = defineWrite({
  name: 'borradores.guardar',
  roles: ['api_server'],
  sql: `INSERT INTO borradores (usuario_id, ticket_id, clase, texto, fecha)
    SELECT :cuenta, :ticket, :clase, :texto, :fecha
    WHERE (SELECT count(*) FROM borradores WHERE usuario_id = :cuenta) < ${MAX_BORRADORES}
      OR EXISTS (SELECT 1 FROM borradores WHERE usuario_id = :cuenta AND ticket_id = :ticket AND clase = :clase)
    ON CONFLICT (usuario_id, ticket_id, clase) DO UPDATE SET texto = excluded.texto, fecha = excluded.fecha
    WHERE excluded.fecha > borradores.fecha OR (excluded.fecha = borradores.fecha AND excluded.texto = '')`,
})

const SWEEP = defineWrite({
  name: 'borradores.barrer',
  roles: ['api_server'],
  sql: "DELETE FROM borradores WHERE usuario_id = :cuenta AND texto = '' AND fecha < :antes",
})

/** Whose draft, of what, and on which ticket. */
export interface DraftKey {
  readonly cuenta: number
  readonly ticket: number
  readonly clase: Clase
}

/** An account's own drafts on a ticket, by kind; empty ones, too, for what a browser still holds of them. */
export async function listDrafts(
  db: Connection,
  { cuenta, ticket }: Omit<DraftKey, 'clase'>,
): Promise<Readonly<Partial<Record<Clase, Borrador>>>> {
  const rows = await db.all(LIST, { cuenta, ticket })
  return Object.fromEntries(rows.map(({ clase, texto, fecha }) => [clase, { texto, fecha }]))
}

/**
 * Keeps a draft unless a later one is there; with an empty text, takes away what was typed up to that moment. The caller
 * has found that the account may see the ticket.
 * @param ahora milliseconds of the Unix epoch
 * @returns false where a later one is kept, or as many as an account may have
 */
export async function saveDraft(
  db: Connection,
  key: DraftKey,
  { texto, fecha }: Borrador,
  ahora: number,
): Promise<boolean> {
  const at = (ms: number) => new Date(ms).toISOString()
  const latest = at(ahora + AHEAD_MS)
  const draft = { texto, fecha: fecha < latest ? fecha : latest }
  const [, put] = await retryBusy(() =>
    db.batch([
      { statement: SWEEP, args: { cuenta: key.cuenta, antes: at(ahora - EMPTY_FOR_MS) } },
      { statement: PUT, args: { ...key, ...draft } },
    ]),
  )
  return put?.rowsAffected === 1
}
