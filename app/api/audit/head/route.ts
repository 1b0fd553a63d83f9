import { refuse } from '@/api/respond'
import { lastSeal } from '@/events/seals/store'
import { getRuntime } from '@/runtime'

/**
 * The newest seal, for whoever keeps seals outside: size, root, time and signature. It asks for no session, for it holds
 * nothing of anybody's and its readers have no account; the sooner others hold it, the more it proves.
 */
export async function GET(request: Request): Promise<Response> {
  const { db } = await getRuntime()
  const cabeza = await lastSeal(db.as('api_server'))
  if (cabeza === null) return refuse(request, 'SIN_SELLO')
  return Response.json(cabeza, { headers: { 'Cache-Control': 'no-store' } })
}
