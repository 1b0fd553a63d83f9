import { refuse } from '@/api/respond'
import { readKeys } from '@/events/seals/store'
import { getRuntime } from '@/runtime'

/**
 * The public halves of all keys that ever signed, each but the first vouched for by the one before it. Public as the
 * newest seal is, and never kept by a cache: an old list would lack the key of a new seal.
 */
export async function GET(request: Request): Promise<Response> {
  const { db } = await getRuntime()
  const claves = await readKeys(db.as('api_server'))
  if (claves.length === 0) return refuse(request, 'SIN_SELLO')
  const headers = { 'Cache-Control': 'no-store' }
  const attachment = { 'Content-Disposition': 'attachment; filename="claves.json"' }
  return Response.json({ claves }, { headers: { ...headers, ...attachment } })
}
