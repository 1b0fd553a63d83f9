import { lastSeal } from '@/events/seals/store'
import { getRuntime } from '@/runtime'

/**
 * The newest seal, for whoever keeps seals outside: size, root, time and signature. It asks for no session, for it holds
 * nothing of anybody's and its readers have no account; the sooner others hold it, the more it proves.
 */
export async function GET(): Promise<Response> {
  const { db } = await getRuntime()
  const cabeza = await lastSeal(db.as('api_server'))
  return Response.json(cabeza ?? { error: 'todavía no hay ningún sello' }, {
    status: cabeza === null ? 404 : 200,
    headers: { 'Cache-Control': 'no-store' },
  })
}
