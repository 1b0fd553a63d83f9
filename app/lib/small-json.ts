import type { NextRequest } from 'next/server'
import type { z } from 'zod'

/** What a page's own script sent, no longer than so many bytes; null where it is anything else. */
export async function readSmallJson<T>(
  request: NextRequest,
  schema: z.ZodType<T>,
  bytes: number,
): Promise<T | null> {
  const length = Number(request.headers.get('content-length') ?? Number.NaN)
  const isJson = request.headers.get('content-type')?.startsWith('application/json') === true
  if (!isJson || !(length <= bytes)) return null
  const body: unknown = await request.json().catch(() => null)
  const parsed = schema.safeParse(body)
  return parsed.success ? parsed.data : null
}
