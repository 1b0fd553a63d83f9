import { findTicketQuery } from '@projections/tickets/detail'
import { cookies } from 'next/headers'
import type { NextRequest } from 'next/server'
import { z } from 'zod'
import { isOwnSite } from '@/api/request-facts'
import { peekSession } from '@/auth/session'
import { Id } from '@/domain/values'
import { SESSION_COOKIE } from '@/i18n/cookies'
import { MODOS } from '@/live/presence'
import { getRuntime } from '@/runtime'
import { readSmallJson } from '../../lib/small-json'

const Sighting = z.object({
  ticketId: Id,
  /** The tab, by a name that it gave itself. */
  pestana: z.string().regex(/^[\w-]{8,40}$/),
  modo: z.enum(MODOS).nullable(),
})
const MAX_BYTES = 300

const NO_STORE = { 'Cache-Control': 'no-store' }
const refuse = (status: number) => new Response(null, { status, headers: NO_STORE })

/** Notes that the caller has a ticket before them, and tells who else has, as far as they may know. */
export async function POST(request: NextRequest): Promise<Response> {
  if (!isOwnSite(request.headers)) return refuse(403)
  const token = (await cookies()).get(SESSION_COOKIE)?.value ?? ''
  const { db, presencia } = await getRuntime()
  // Looking on is no use of the session.
  const user = await peekSession(db.as('auth'), token, Date.now())
  if (!user) return refuse(401)
  const sighting = await readSmallJson(request, Sighting, MAX_BYTES)
  if (!sighting) return refuse(400)
  if (!(await findTicketQuery(db.as('api_server'), user, sighting.ticketId))) return refuse(404)
  const otros = await presencia.report(user, sighting)
  return Response.json({ otros }, { headers: NO_STORE })
}
