import { findTicketQuery } from '@projections/tickets/detail'
import type { NextRequest } from 'next/server'
import { z } from 'zod'
import { isOwnSite } from '@/api/request-facts'
import { listDrafts, saveDraft } from '@/auth/drafts'
import { offersFor } from '@/components/tickets/permissions'
import { DatabaseBusy } from '@/db/errors'
import { Borrador, Clase } from '@/domain/draft'
import { Id } from '@/domain/values'
import { getRuntime } from '@/runtime'
import { getSessionUser } from '../../lib/session'
import { readSmallJson } from '../../lib/small-json'

const Draft = z.object({ ticketId: Id, clase: Clase, ...Borrador.shape })
// Twenty thousand characters, each of them escaped.
const MAX_BYTES = 130_000

/** Another process holds the database for longer than is waited: the browser keeps the draft and sends it again. */
function nullIfBusy(error: unknown): null {
  if (error instanceof DatabaseBusy) return null
  throw error
}

const answer = (status: number) => new Response(null, { status, headers: { 'Cache-Control': 'no-store' } })

/**
 * Keeps what the caller is writing to a ticket: always their own, whatever they send; an empty text takes it away. 204
 * also where a later one is kept already; 409 where the account has as many as it may; 503 while the database is busy.
 */
export async function PUT(request: NextRequest): Promise<Response> {
  if (!isOwnSite(request.headers)) return answer(403)
  const user = await getSessionUser()
  if (!user) return answer(401)
  const draft = await readSmallJson(request, Draft, MAX_BYTES)
  if (!draft) return answer(400)
  const { ticketId, clase, texto, fecha } = draft
  const { db } = await getRuntime()
  const reader = db.as('api_server')
  const ticket = await findTicketQuery(reader, user, ticketId)
  if (!ticket) return answer(404)
  const { participa, equipo } = offersFor(user, ticket.estado)
  if (!participa || (clase === 'nota' && !equipo)) return answer(403)
  const key = { cuenta: user.id, ticket: ticketId, clase }
  const kept = await saveDraft(reader, key, { texto, fecha }, Date.now()).catch(nullIfBusy)
  if (kept === null) return answer(503)
  // Not kept, and none is there: as many as an account may have are. This browser still holds its own.
  const full = !kept && texto !== '' && !(await listDrafts(reader, key))[clase]
  return answer(full ? 409 : 204)
}
