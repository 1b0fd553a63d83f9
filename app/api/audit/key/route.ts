import { readKeys } from '@/events/seals/store'
import { getRuntime } from '@/runtime'

/** The public halves of all keys that ever signed, each but the first vouched for by the one before it. */
export async function GET(): Promise<Response> {
  const { db } = await getRuntime()
  const claves = await readKeys(db.as('api_server'))
  return Response.json(
    { claves },
    { headers: { 'Cache-Control': 'no-store', 'Content-Disposition': 'attachment; filename="claves.json"' } },
  )
}
