import { countUnreadQuery } from '@projections/notificaciones/unread'
import { getRuntime } from '@/runtime'
import { getSessionUser } from '../../lib/session'

/** How many notifications the caller has not read: what the bell asks when a page is changed without a new shell. */
export async function GET(): Promise<Response> {
  const headers = { 'Cache-Control': 'no-store' }
  const user = await getSessionUser()
  if (!user) return new Response(null, { status: 401, headers })
  const { db } = await getRuntime()
  return Response.json({ sinLeer: await countUnreadQuery(db.as('api_server'), user) }, { headers })
}
